/** RxJava 3: what a guarded method returned and runs on subscription, and where a stream changes its thread. */
@NullMarked
package dev.remit.javaagent.hooks.rxjava;

import org.jspecify.annotations.NullMarked;
