package dev.remit.cedar.check;

import dev.remit.cedar.ast.Policy;
import dev.remit.cedar.ast.Span;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what is found in policies: the same of the same place once, though many kinds of request may have it. */
final class Findings {
    /** Findings kept of one policy; the rest are left out. */
    private static final int LIMIT = 100;

    private final List<Finding> all = new ArrayList<>();
    private Set<Finding> current = new LinkedHashSet<>();
    private String policy = "";

    /** What comes is of that policy. */
    void begin(Policy next) {
        all.addAll(current);
        current = new LinkedHashSet<>();
        policy = next.id();
    }

    void error(Span span, String message, String help) {
        add(new Finding(Finding.Severity.ERROR, policy, span, message, help));
    }

    void warning(Span span, String message, String help) {
        add(new Finding(Finding.Severity.WARNING, policy, span, message, help));
    }

    private void add(Finding finding) {
        if (current.size() < LIMIT) {
            current.add(finding);
        }
    }

    List<Finding> all() {
        all.addAll(current);
        current = new LinkedHashSet<>();
        return List.copyOf(all);
    }
}
