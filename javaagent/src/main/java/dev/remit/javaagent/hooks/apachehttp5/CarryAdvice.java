package dev.remit.javaagent.hooks.apachehttp5;

import dev.remit.javaagent.weave.Site;
import net.bytebuddy.asm.Advice;

/** A future, or a wish for a connection, is made by the thread that has the work done, and fulfilled by another. */
final class CarryAdvice {
    private CarryAdvice() {}

    @Advice.OnMethodExit
    static void exit(@Site int site, @Advice.This Object future) {
        RemitGate.carry(site, future);
    }
}
