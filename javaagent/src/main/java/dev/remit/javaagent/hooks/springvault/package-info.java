/** Spring Vault: what its templates read, blocking and reactive, from whatever secrets engine. */
@NullMarked
package dev.remit.javaagent.hooks.springvault;

import org.jspecify.annotations.NullMarked;
