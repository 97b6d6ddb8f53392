package dev.remit.bench.decision;

import dev.remit.cedar.eval.BindStatus;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.RequestFrame;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A call's arguments as JSON, of which policies read three: two near its start and one at its end. */
@State(Scope.Thread)
public class JsonSetting {
    /** Size of the JSON, in KB. */
    @Param({"1", "16"})
    public int kilobytes = 1;

    private final CompiledPolicies compiled =
            Remit.compile("permit (principal, action, resource) when { context.input.amount < 100 &&"
                    + " context.input.to like \"*@acme.com\" && context.input.last.ok };");
    private final RequestFrame frame = compiled.newFrame();
    private final int slot = compiled.contextSlot("input");
    private String json = "";

    /** The text. */
    @Setup
    public void prepare() {
        StringBuilder out = new StringBuilder("{\"amount\": 42, \"to\": \"bob@acme.com\"");
        for (int i = 0; out.length() < kilobytes * 1024 - 120; i++) {
            out.append(", \"note-")
                    .append(i)
                    .append("\": {\"text\": \"a text of some length, as models write it\", \"n\": [")
                    .append(i)
                    .append(", 2.5, null, true]}");
        }
        json = out.append(", \"last\": {\"ok\": true}}").toString();
    }

    /** {@link BindStatus#OK}. */
    BindStatus bind() {
        frame.reset();
        BindStatus status = frame.bindJson(slot, json);
        if (status != BindStatus.OK) {
            throw new IllegalStateException("not bound: status=" + status);
        }
        return status;
    }
}
