/** Keys in key stores under the flag. */
package dev.remit.it.keystore;
