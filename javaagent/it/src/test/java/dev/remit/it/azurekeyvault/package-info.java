/** Twins of Azure Key Vault's secret clients. */
package dev.remit.it.azurekeyvault;
