package dev.remit.cedar.differential;

import dev.remit.cedar.TestJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Changes JSON so that it stays JSON: a value gone, doubled or another in its place, a name exchanged. */
final class JsonMutation {
    private static final List<Object> VALUES = List.of(
            1L,
            true,
            "a",
            "1.0",
            "1d",
            "2024-01-01",
            "::1",
            List.of(),
            Map.of(),
            List.of(1L),
            List.of("a", "1.0"),
            Map.of("fn", "decimal", "arg", "1.0"),
            Map.of("fn", "decimal", "arg", 1L),
            call("decimal", "1.0"),
            call("decimal", "1"),
            call("ip", "::1"),
            call("datetime", "2024-01-01"),
            call("duration", "1d"),
            call("isIpv4", call("ip", "::1")),
            call("toDays", call("duration", "1d")),
            call("toTime", call("datetime", "2024-01-01")),
            call("toDate", call("datetime", "2024-01-01")),
            call("foo", "1"));

    private final Dice dice;
    private final List<String> types;
    private final List<Object> containers = new ArrayList<>();

    private JsonMutation(Dice dice, List<String> types) {
        this.dice = dice;
        this.types = types;
    }

    private static Object call(String function, Object argument) {
        return Map.of("__extn", Map.of("fn", function, "arg", argument));
    }

    /**
     * The text with one to three changes.
     *
     * @param types names of entity types that may be written
     */
    static String of(String json, List<String> types, Dice dice) {
        try {
            Map<String, Object> root = new LinkedHashMap<>(TestJson.object("{\"root\":" + json + "}"));
            for (int i = dice.pick(List.of(1, 1, 1, 2, 3)); i > 0; i--) {
                JsonMutation mutation = new JsonMutation(dice, types);
                mutation.collect(root.get("root"));
                mutation.change();
            }
            return TestJson.write(root.get("root"));
        } catch (IOException e) {
            throw new UncheckedIOException(json, e);
        }
    }

    private void collect(Object value) {
        if (value instanceof Map<?, ?> map) {
            containers.add(map);
            map.values().forEach(this::collect);
        } else if (value instanceof List<?> list) {
            containers.add(list);
            list.forEach(this::collect);
        }
    }

    @SuppressWarnings("unchecked")
    private void change() {
        Object container = dice.pick(containers);
        if (container instanceof Map<?, ?> map) {
            change((Map<String, Object>) map);
        } else {
            change((List<Object>) container);
        }
    }

    private void change(Map<String, Object> map) {
        String key = map.isEmpty() ? "a" : dice.pick(List.copyOf(map.keySet()));
        switch (dice.below(6)) {
            case 0 -> map.remove(key);
            case 1 -> map.put(anyKey(), map.getOrDefault(key, 1L));
            case 2 -> {
                Object value = map.remove(key);
                map.put(anyKey(), value == null ? value() : value);
            }
            default -> map.put(key, value());
        }
    }

    private void change(List<Object> list) {
        int at = list.isEmpty() ? 0 : dice.below(list.size());
        switch (dice.below(4)) {
            case 0 -> list.add(at, value());
            case 1 -> list.add(at, list.isEmpty() ? value() : copy(list.get(at)));
            default -> {
                if (!list.isEmpty()) {
                    list.remove(at);
                }
            }
        }
    }

    private String anyKey() {
        Object other = dice.pick(containers);
        return other instanceof Map<?, ?> map && !map.isEmpty()
                ? (String) dice.pick(List.copyOf(map.keySet()))
                : dice.pick("a", "type", "id", "__entity");
    }

    /** One that stands elsewhere, an entity, or any. */
    private Object value() {
        return switch (dice.below(4)) {
            case 0 -> copy(dice.pick(containers));
            case 1 -> {
                Map<String, Object> uid = new LinkedHashMap<>();
                uid.put("type", types.isEmpty() ? "A" : dice.pick(types));
                uid.put("id", dice.pick("", "a", "action"));
                yield dice.chance(0.5) ? uid : new LinkedHashMap<>(Map.of("__entity", uid));
            }
            case 2 -> types.isEmpty() ? "a" : dice.pick(types);
            default -> copy(dice.pick(VALUES));
        };
    }

    private static Object copy(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((key, member) -> copy.put(key, copy(member)));
            return copy;
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(element -> copy.add(copy(element)));
            return copy;
        }
        return value;
    }
}
