/** Azure Key Vault: what its secret clients fetch, blocking and reactive. */
@NullMarked
package dev.remit.javaagent.hooks.azurekeyvault;

import org.jspecify.annotations.NullMarked;
