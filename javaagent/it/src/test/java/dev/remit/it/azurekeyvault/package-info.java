/** Azure Key Vault under the flag. */
package dev.remit.it.azurekeyvault;
