package dev.remit.cedar.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The attributes of {@code context} that policies read, as a tree of numbered slots; slot 0 is {@code context} itself. Immutable.
 */
public final class SlotTree implements Slots {
    /** No such slot. */
    static final int NONE = -1;

    /** So many children are looked at one after the other. */
    private static final int FEW = 8;

    private final String[] names;
    private final StringValue[] keys;
    private final int[] parents;
    private final boolean[] whole;
    private final int[][] children;

    /** A table a slot: children by the hash that String has for their name, open addressing, -1 where empty. */
    private final int[][] tables;

    /** A length a slot: of the longest name of its children. */
    private final int[] longest;

    private SlotTree(Builder builder) {
        int size = builder.nodes.size();
        names = new String[size];
        keys = new StringValue[size];
        parents = new int[size];
        whole = new boolean[size];
        children = new int[size][];
        tables = new int[size][];
        longest = new int[size];
        for (int i = 0; i < size; i++) {
            Builder.Slot slot = builder.nodes.get(i);
            names[i] = slot.name;
            keys[i] = new StringValue(slot.name);
            parents[i] = slot.parent;
            whole[i] = slot.valueRead || (i > 0 && whole[slot.parent]);
            children[i] = Ints.of(slot.children.values());
        }
        for (int i = 0; i < size; i++) {
            tables[i] = table(children[i]);
            for (int child : children[i]) {
                longest[i] = Math.max(longest[i], names[child].length());
            }
        }
    }

    private int[] table(int[] slots) {
        int[] table = new int[Math.max(2, Integer.highestOneBit(slots.length * 4))];
        Arrays.fill(table, NONE);
        for (int slot : slots) {
            int at = spread(names[slot].hashCode()) & (table.length - 1);
            while (table[at] != NONE) {
                at = (at + 1) & (table.length - 1);
            }
            table[at] = slot;
        }
        return table;
    }

    private static int spread(int hash) {
        return hash ^ hash >>> 16;
    }

    int size() {
        return names.length;
    }

    int parent(int slot) {
        return parents[slot];
    }

    String name(int slot) {
        return names[slot];
    }

    StringValue key(int slot) {
        return keys[slot];
    }

    int[] children(int slot) {
        return children[slot];
    }

    /** Whether some policy uses the slot's value, or one it is part of, as a whole. */
    boolean isWhole(int slot) {
        return whole[slot];
    }

    @Override
    public int child(int slot, String name) {
        return child(slot, name, 0, name.length());
    }

    /** What policies read is settled. */
    @Override
    public void readsValue(int slot) {}

    /** The child of that name, given by a slice of a text, or -1. */
    int child(int slot, String text, int start, int end) {
        int[] few = children[slot];
        if (few.length > FEW) {
            return child(slot, (CharSequence) text, start, end);
        }
        // Mostly their lengths tell them apart; to hash the name would take longer.
        int length = end - start;
        for (int child : few) {
            String name = names[child];
            if (name.length() == length && text.startsWith(name, start)) {
                return child;
            }
        }
        return NONE;
    }

    /** As {@link #child(int, String, int, int)}, for any text. */
    int child(int slot, CharSequence text, int start, int end) {
        int[] table = tables[slot];
        int length = end - start;
        if (length > longest[slot]) {
            return NONE;
        }
        int hash = 0;
        for (int i = start; i < end; i++) {
            hash = 31 * hash + text.charAt(i);
        }
        for (int at = spread(hash) & (table.length - 1); table[at] != NONE; at = (at + 1) & (table.length - 1)) {
            String name = names[table[at]];
            if (name.length() == length && matches(name, text, start)) {
                return table[at];
            }
        }
        return NONE;
    }

    private static boolean matches(String name, CharSequence text, int start) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) != text.charAt(start + i)) {
                return false;
            }
        }
        return true;
    }

    /** The slot of a path below {@code context}, or -1 where no policy reads it. */
    int find(String... path) {
        int slot = 0;
        for (String name : path) {
            slot = child(slot, name);
            if (slot == NONE) {
                return NONE;
            }
        }
        return slot;
    }

    /** Collects what policies read. */
    public static final class Builder implements Slots {
        private final List<Slot> nodes = new ArrayList<>();

        /** With nothing but {@code context} itself. */
        public Builder() {
            nodes.add(new Slot("context", NONE));
        }

        @Override
        public int child(int parent, String name) {
            Integer known = nodes.get(parent).children.get(name);
            if (known != null) {
                return known;
            }
            int slot = nodes.size();
            nodes.add(new Slot(name, parent));
            nodes.get(parent).children.put(name, slot);
            return slot;
        }

        @Override
        public void readsValue(int slot) {
            nodes.get(slot).valueRead = true;
        }

        /** The tree. */
        public SlotTree build() {
            return new SlotTree(this);
        }

        private static final class Slot {
            private final String name;
            private final int parent;
            private final Map<String, Integer> children = new LinkedHashMap<>();
            private boolean valueRead;

            Slot(String name, int parent) {
                this.name = name;
                this.parent = parent;
            }
        }
    }
}
