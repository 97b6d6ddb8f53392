package dev.remit.bench.run;

import dev.remit.bench.app.ApplicationPart;
import dev.remit.bench.calls.CallsPart;
import dev.remit.bench.calls.RequestsPart;
import dev.remit.bench.context.ContextPart;
import dev.remit.bench.decision.CompilePart;
import dev.remit.bench.decision.DecisionPart;
import dev.remit.bench.decision.LanguagePart;
import dev.remit.bench.growth.GrowthPart;
import dev.remit.bench.journal.JournalPart;
import dev.remit.bench.load.LoadPart;
import dev.remit.bench.memory.MemoryPart;
import dev.remit.bench.memory.SoakPart;
import dev.remit.bench.start.StartPart;
import dev.remit.bench.steps.StepsPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** All that is measured, in the report's order. */
final class Parts {
    private static final List<Part> ALL = List.of(
            new DecisionPart(),
            new LanguagePart(),
            new CompilePart(),
            new ContextPart(),
            new CallsPart(),
            new RequestsPart(),
            new StepsPart(),
            new JournalPart(),
            new ApplicationPart(),
            new LoadPart(),
            new GrowthPart(),
            new StartPart(),
            new MemoryPart(),
            new SoakPart());

    private Parts() {}

    static List<String> names() {
        return ALL.stream().map(Part::name).toList();
    }

    /** Each with what it measures, in lines. */
    static String described() {
        final StringBuilder out = new StringBuilder();
        for (Part part : ALL) {
            out.append(String.format(
                    Locale.ROOT,
                    "  %-12s %s%s%n",
                    part.name(),
                    part.summary(),
                    part.place().note().isEmpty() ? "" : " (" + part.place().note() + ")"));
        }
        return out.toString();
    }

    /** Those of these names, in the report's order; for none all that an effort is for. */
    static List<Part> of(List<String> names, Effort effort, Function<String, RuntimeException> misused) {
        final List<String> unknown = new ArrayList<>(names);
        unknown.removeAll(names());
        if (!unknown.isEmpty()) {
            throw misused.apply(
                    "--only " + unknown.get(0) + ": there is no such part; there are " + String.join(", ", names()));
        }
        return ALL.stream()
                .filter(part -> names.isEmpty() ? part.place().isOf(effort) : names.contains(part.name()))
                .toList();
    }
}
