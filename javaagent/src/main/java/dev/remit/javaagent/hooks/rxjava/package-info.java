/** RxJava: what a guarded method returned and runs on subscription. Used by the hooks of libraries built on it. */
@NullMarked
package dev.remit.javaagent.hooks.rxjava;

import org.jspecify.annotations.NullMarked;
