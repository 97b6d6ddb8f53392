/** RxJava 3: where a stream changes its thread. */
@NullMarked
package dev.remit.javaagent.hooks.rxjava;

import org.jspecify.annotations.NullMarked;
