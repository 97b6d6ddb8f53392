package dev.remit.javaagent.hooks.okhttp;

import dev.remit.javaagent.weave.Site;
import net.bytebuddy.asm.Advice;
import okhttp3.Call;

/** A call is handed to the dispatcher: what is done for it is the doing of whoever enqueued it. */
final class EnqueueAdvice {
    private EnqueueAdvice() {}

    @Advice.OnMethodEnter
    static void enter(@Site int site, @Advice.This Call call) {
        RemitGate.carry(site, call);
    }
}
