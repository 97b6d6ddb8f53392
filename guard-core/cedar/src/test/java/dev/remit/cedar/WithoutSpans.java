package dev.remit.cedar;

import dev.remit.cedar.ast.Span;
import dev.remit.cedar.parse.PolicyParser;
import dev.remit.cedar.parse.PolicySource;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Syntax trees as lists of what they say, so that they are equal wherever they stand in a text. */
final class WithoutSpans {
    private WithoutSpans() {}

    /** The policies and templates of a text. */
    static Object of(String text) {
        var set = PolicyParser.parse(List.of(new PolicySource("policies", text)));
        return List.of(describe(set.policies()), describe(set.templates()));
    }

    private static Object describe(@Nullable Object node) {
        if (node instanceof List<?> nodes) {
            return nodes.stream().map(WithoutSpans::describe).toList();
        }
        if (node instanceof Map<?, ?> map) {
            return List.copyOf(map.entrySet());
        }
        if (!(node instanceof Record)) {
            return String.valueOf(node);
        }
        List<Object> parts = new ArrayList<>(List.of(node.getClass().getSimpleName()));
        for (RecordComponent component : node.getClass().getRecordComponents()) {
            if (component.getType() != Span.class) {
                parts.add(describe(value(node, component)));
            }
        }
        return parts;
    }

    private static @Nullable Object value(Object node, RecordComponent component) {
        try {
            return component.getAccessor().invoke(node);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
