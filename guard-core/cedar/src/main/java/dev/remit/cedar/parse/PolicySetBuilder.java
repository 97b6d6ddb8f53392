package dev.remit.cedar.parse;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.ast.Policy;
import dev.remit.cedar.ast.PolicySet;
import dev.remit.cedar.ast.SourceText;
import dev.remit.cedar.ast.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The policies, templates and links of all texts; joins them when all are read. Policies, templates and links have ids of their own among them all. */
final class PolicySetBuilder {
    /** Templates that a mistyped id is compared with: each takes its time. */
    private static final int SUGGESTED = 100;

    private final List<SyntaxError> errors;
    private final List<Policy> policies = new ArrayList<>();
    private final Map<String, Policy> templates = new LinkedHashMap<>();
    private final List<WrittenLink> links = new ArrayList<>();
    private final Map<String, Span> ids = new HashMap<>();
    private int rejected;

    PolicySetBuilder(List<SyntaxError> errors) {
        this.errors = errors;
    }

    /** A policy, or a template where it has a slot. */
    void add(Policy policy) {
        if (policy.isTemplate()) {
            addTemplate(policy);
        } else if (claim(policy.id(), policy.span())) {
            policies.add(policy);
        }
    }

    /** What decides nothing by itself, even where it has no slot. */
    void addTemplate(Policy template) {
        if (claim(template.id(), template.span())) {
            templates.put(template.id(), template);
        }
    }

    /** A link of a template of any text. */
    void add(WrittenLink link) {
        links.add(link);
    }

    /** Everything, links after what was written as it is. */
    PolicySet build(List<SourceText> sources) {
        // Where something could not be read the template may be there.
        boolean all = errors.isEmpty();
        for (WrittenLink link : links) {
            if (rejected == SyntaxLimits.ERRORS) {
                break;
            }
            Policy template = templates.get(link.link().template());
            boolean own = claim(link.link().id(), link.id());
            if (template == null) {
                if (all) {
                    reject(
                            link.template(),
                            missing(link.link().template()),
                            meant(link.link().template()));
                }
            } else if (fits(link, template) && own) {
                policies.add(template.linked(link.link()));
            }
        }
        return new PolicySet(policies, List.copyOf(templates.values()), sources);
    }

    private boolean claim(String id, Span span) {
        Span first = ids.putIfAbsent(id, span);
        if (first != null && rejected < SyntaxLimits.ERRORS) {
            reject(span, "the policy id `" + id + "` is already used at " + first, "an id of its own");
        }
        return first == null;
    }

    private String missing(String id) {
        return ids.containsKey(id) ? "`" + id + "` is no template" : "there is no template `" + id + "`";
    }

    private String meant(String id) {
        List<String> known = new ArrayList<>();
        for (String template : templates.keySet()) {
            if (known.size() == SUGGESTED) {
                break;
            }
            known.add(template);
        }
        String nearest = NearestName.near(id, known);
        return nearest == null ? "the id of a template" : '`' + nearest + '`';
    }

    private boolean fits(WrittenLink link, Policy template) {
        boolean principal = fits(
                link,
                template,
                "?principal",
                template.principal().hasSlot(),
                link.link().principal());
        boolean resource = fits(
                link,
                template,
                "?resource",
                template.resource().hasSlot(),
                link.link().resource());
        return principal && resource;
    }

    private boolean fits(WrittenLink link, Policy template, String slot, boolean wanted, @Nullable EntityUid value) {
        if (wanted == (value != null)) {
            return true;
        }
        reject(
                link.values(),
                "the template `" + template.id() + "` has " + (wanted ? "the" : "no") + " slot `" + slot + "`",
                wanted ? "an entity for it" : "");
        return false;
    }

    private void reject(Span at, String message, String expected) {
        if (rejected < SyntaxLimits.ERRORS) {
            rejected++;
            errors.add(new SyntaxError(at.source(), at.start(), message, expected));
        }
    }
}
