package dev.remit.engine.audit.stats;

import dev.remit.engine.audit.read.EntityName;
import dev.remit.engine.audit.read.JournalFilter;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.audit.read.OpenCalls;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the decisions that pass a filter, and their outcomes, come to. An outcome counts if its decision does; one whose decision is not
 * known ({@link OpenCalls}) counts as {@code unknown} if there is no filter. One thread at a time.
 */
public final class JournalStats {
    private static final String UNKNOWN = "unknown";
    private static final String NONE = "(none)";

    private final JournalFilter filter;
    private final OpenCalls<String> open = new OpenCalls<>();
    private final NameCounts verdicts = new NameCounts();
    private final NameCounts outcomes = new NameCounts();
    private final NameCounts tools = new NameCounts();
    private final NameCounts hosts = new NameCounts();
    private final NameCounts deniedPrincipals = new NameCounts();
    private final NameCounts deniedActions = new NameCounts();
    private final NameCounts deniedResources = new NameCounts();
    private final NameCounts deniedPolicies = new NameCounts();
    private final Map<String, Durations> durations = new TreeMap<>();
    private final Timeline timeline = new Timeline();
    private long records;
    private long damaged;
    private long decisions;
    private long denied;
    private long refused;

    public JournalStats(JournalFilter filter) {
        this.filter = filter;
    }

    /** Counts a record, if it is to be. */
    public void add(JournalRecord record) {
        records++;
        switch (record.kind()) {
            case "decision" -> {
                if (filter.test(record)) {
                    decision(record);
                }
            }
            case "outcome" -> outcome(record);
            case "blocked" -> {
                if (filter.test(record)) {
                    refused += record.size();
                }
            }
            case "damaged" -> damaged++;
            default -> {}
        }
    }

    private void decision(JournalRecord record) {
        boolean permitted = record.isPermission();
        decisions++;
        verdicts.add(orNone(record.verdict()));
        timeline.add(record.timeNs(), !permitted);
        open.put(record, orNone(record.category()));
        String action = id(EntityName.of(record.action()));
        EntityName resource = EntityName.of(record.resource());
        if ("tool".equals(record.category())) {
            tools.add(action);
        } else if (resource != null && resource.shortType().equals("Host")) {
            hosts.add(resource.id());
        }
        if (!permitted) {
            denied++;
            deniedPrincipals.add(id(EntityName.of(record.principal())));
            deniedActions.add(action);
            deniedResources.add(id(resource));
            record.policies().forEach(deniedPolicies::add);
            if (record.policies().isEmpty()) {
                deniedPolicies.add(NONE);
            }
        }
    }

    private void outcome(JournalRecord record) {
        String known = open.take(record);
        String category = known != null ? known : filter == JournalFilter.ALL ? UNKNOWN : null;
        if (category != null) {
            String how = orNone(record.outcome());
            outcomes.add(how);
            if (!how.equals("refused")) {
                durations.computeIfAbsent(category, key -> new Durations()).add(record.durationNs());
            }
        }
    }

    /** How many records were looked at. */
    public long records() {
        return records;
    }

    /** How many records' bytes were changed after they were written; they are not counted anywhere else. */
    public long damaged() {
        return damaged;
    }

    public long decisions() {
        return decisions;
    }

    /** How many decisions were no permission; in mode {@code observe}, would not have been. */
    public long denied() {
        return denied;
    }

    /** How many records could not be taken. */
    public long refusedRecords() {
        return refused;
    }

    public NameCounts verdicts() {
        return verdicts;
    }

    public NameCounts outcomes() {
        return outcomes;
    }

    /** Decisions by tool. */
    public NameCounts tools() {
        return tools;
    }

    /** Decisions by host and port. */
    public NameCounts hosts() {
        return hosts;
    }

    /** Of what was denied, {@code (none)} where the record does not say one. */
    public Map<String, NameCounts> deniedBy() {
        Map<String, NameCounts> by = new TreeMap<>();
        by.put("principal", deniedPrincipals);
        by.put("action", deniedActions);
        by.put("resource", deniedResources);
        by.put("policy", deniedPolicies);
        return by;
    }

    /** How long the calls of each category took that were not refused. */
    public Map<String, Durations> durations() {
        return durations;
    }

    public Timeline timeline() {
        return timeline;
    }

    private static String id(@Nullable EntityName name) {
        return name == null ? NONE : name.id();
    }

    private static String orNone(@Nullable String text) {
        return text == null ? NONE : text;
    }
}
