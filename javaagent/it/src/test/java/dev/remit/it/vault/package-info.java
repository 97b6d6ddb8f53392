/** What the twins of Vault's clients share. */
package dev.remit.it.vault;
