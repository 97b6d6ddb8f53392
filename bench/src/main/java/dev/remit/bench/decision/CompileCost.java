package dev.remit.bench.decision;

import dev.remit.cedar.eval.CompiledPolicies;
import java.lang.ref.Reference;

/** What it costs to read and compile policies, in a JVM that has done nothing before: time, and memory that stays, their text included. */
public final class CompileCost {
    private CompileCost() {}

    /** Prints one line: policies, milliseconds, megabytes. The argument is the number of policies. */
    public static void main(String[] args) {
        int policies = Integer.parseInt(args[0]);
        long before = used();
        String text = policies(policies);
        long began = System.nanoTime();
        CompiledPolicies compiled = Remit.compile(text);
        long took = System.nanoTime() - began;
        try {
            System.out.printf("%d %.0f %.1f%n", policies, took / 1e6, (used() - before) / 1048576.0);
        } finally {
            Reference.reachabilityFence(compiled);
        }
    }

    /** Policies as an operator has them: a head of its own, two conditions, an annotation. */
    private static String policies(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("@id(\"team-").append(i).append("-may-refund\")\n").append(i % 10 == 9 ? "forbid" : "permit");
            text.append(" (\n  principal in Team::\"team-").append(i).append("\",\n  action in [Action::\"refund\", ");
            text.append("Action::\"lookup-")
                    .append(i % 50)
                    .append("\"],\n  resource in Shop::\"shop-")
                    .append(i / 3);
            text.append("\"\n)\nwhen {\n  context.input.amount <= ").append(100 + i);
            text.append(" && context.input.currency == \"EUR\" && context.input.to like \"*@shop-")
                    .append(i);
            text.append(".example\"\n}\nunless {\n  context.http.host == \"internal-")
                    .append(i % 100);
            text.append(".example\" || ip(context.http.ip).isInRange(ip(\"10.")
                    .append(i % 256)
                    .append(".0.0/16\"))\n};\n\n");
        }
        return text.toString();
    }

    /** Bytes in use once garbage is gone. */
    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
