/** vault-java-driver under the flag, of jopenlibs and of BetterCloud. */
package dev.remit.it.vaultjavadriver;
