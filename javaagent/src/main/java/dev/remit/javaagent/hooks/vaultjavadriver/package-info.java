/** vault-java-driver, of jopenlibs and of BetterCloud: what is read from Vault, unwrapped, or made for a database. */
@NullMarked
package dev.remit.javaagent.hooks.vaultjavadriver;

import org.jspecify.annotations.NullMarked;
