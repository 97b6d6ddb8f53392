package dev.remit.cedar.eval;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request: who, what, on what, and the attributes of {@code context} that policies read; after {@link
 * CompiledPolicies#decide} also the outcome. Reusable, for one thread at a time, bound to the snapshot that made it. Once warm it allocates nothing.
 *
 * <p>A slot of -1, for what no policy reads, is ignored everywhere. Texts given are used in place: they must not change until {@link #reset}.
 */
public final class RequestFrame {
    /** Nesting of bound arguments, at most. */
    public static final int MAX_DEPTH = 64;

    /** Length of JSON text, at most, in UTF-16 code units. */
    public static final int MAX_JSON_LENGTH = 32 * 1024 * 1024;

    /** Values kept of bound arguments, at most; what no policy reads does not count. */
    public static final int MAX_VALUES = 1 << 16;

    /** Bits of {@link #named}. */
    private static final int PRINCIPAL = 1;

    private static final int ACTION = 2;
    private static final int RESOURCE = 4;

    private final EntityTable table;
    private final SlotTree tree;
    private final Arena arena = new Arena();
    private final Outcome outcome;
    private final JsonBinder json;
    private final MapBinder maps;
    private final BoundSlots slots;

    /**
     * Which of the three the request has named. What an earlier one named stays: mostly it is what the next one names, and to look is
     * cheaper than to store, which the collector must be told of.
     */
    private int named;

    private @Nullable ResolvedEntity principal;
    private @Nullable ResolvedEntity action;
    private @Nullable ResolvedEntity resource;

    private @Nullable ErrorCode error;
    private @Nullable Node errorNode;

    RequestFrame(SlotTree tree, EntityTable table, Outcome outcome) {
        this.tree = tree;
        this.table = table;
        this.outcome = outcome;
        this.slots = new BoundSlots(this, tree);
        this.json = new JsonBinder(slots, tree, arena);
        this.maps = new MapBinder(slots, tree, arena);
    }

    /** Forgets the request and its outcome. */
    public void reset() {
        named = 0;
        slots.reset();
        arena.reset();
        outcome.clear();
    }

    /** The principal, resolved by this frame's snapshot. */
    public void principal(ResolvedEntity entity) {
        if (principal != entity) {
            principal = own(entity);
        }
        named |= PRINCIPAL;
    }

    /** The action, resolved by this frame's snapshot. */
    public void action(ResolvedEntity entity) {
        if (action != entity) {
            action = own(entity);
        }
        named |= ACTION;
    }

    /** The resource, resolved by this frame's snapshot. */
    public void resource(ResolvedEntity entity) {
        if (resource != entity) {
            resource = own(entity);
        }
        named |= RESOURCE;
    }

    private ResolvedEntity own(ResolvedEntity entity) {
        if (entity.table() != table) {
            throw new IllegalArgumentException("resolved by another snapshot: entity=" + entity.uid());
        }
        return entity;
    }

    /**
     * From now on the slot of every request is bound by {@code source}, when a condition first asks for it. What is bound to it otherwise, or
     * to what it lies in, takes its place for that request.
     *
     * @param attribute what the source knows it by
     */
    public void defer(int slot, SlotSource source, int attribute) {
        if (slot > 0) {
            slots.defer(slot, source, attribute);
        }
    }

    /** Binds a String: the whole text. */
    public void setString(int slot, CharSequence text) {
        setString(slot, text, 0, text.length());
    }

    /** Binds a String: the slice from {@code start} to before {@code end}. */
    public void setString(int slot, CharSequence text, int start, int end) {
        Objects.checkFromToIndex(start, end, text.length());
        if (slot >= 0) {
            if (Utf16.isWellFormed(text, start, end)) {
                slots.replaceText(slot, text, start, end);
            } else {
                slots.replace(slot, InvalidValue.TEXT);
            }
        }
    }

    /** Binds a Long. */
    public void setLong(int slot, long value) {
        if (slot >= 0) {
            slots.replaceLong(slot, value);
        }
    }

    /** Binds a datetime: milliseconds since 1970-01-01T00:00:00Z. */
    public void setDatetime(int slot, long epochMs) {
        if (slot >= 0) {
            slots.replace(slot, arena.number(Value.Kind.DATETIME, epochMs));
        }
    }

    /** Binds a Bool. */
    public void setBool(int slot, boolean value) {
        if (slot >= 0) {
            slots.replace(slot, BoolValue.valueOf(value));
        }
    }

    /** Binds a record whose attributes are bound slot by slot; only needed for one that may stay without any. */
    public void setRecord(int slot) {
        if (slot > 0 && !slots.isRecord(slot)) {
            slots.put(slot, BoundSlots.SLOTTED);
        }
    }

    /** Binds a ready value, with all that is below it. */
    public void set(int slot, Value value) {
        if (slot == 0 && value.kind() != Value.Kind.RECORD) {
            throw new IllegalArgumentException("the context is a record: kind=" + value.kind());
        }
        if (slot >= 0) {
            slots.replace(slot, value);
        }
    }

    /**
     * Binds the attributes of a JSON object that policies read, in place of all that was bound there. Integers become Longs, other numbers decimals, arrays sets; null is absent; a number or text that
     * Cedar can't represent is an error only where a policy uses it.
     *
     * @param slot the slot of the object itself
     * @param text JSON (RFC 8259), used in place
     */
    public BindStatus bindJson(int slot, String text) {
        return slot < 0 ? BindStatus.OK : json.bind(slot, text);
    }

    /** Where the last {@link #bindJson} failed, in UTF-16 code units. */
    public int bindErrorOffset() {
        return json.errorOffset();
    }

    /**
     * Binds the attributes of a map that policies read, as {@link #bindJson} does: CharSequence, Number, Boolean, Map and Collection values; null is absent; any other
     * object is an error only where a policy uses it. The map must not change until {@link #reset}.
     */
    public BindStatus bindMap(int slot, Map<?, ?> map) {
        return slot < 0 ? BindStatus.OK : maps.bind(slot, map);
    }

    /** Whether a value was bound to the slot. */
    public boolean isBound(int slot) {
        return slot >= 0 && slots.isBound(slot);
    }

    /** What {@link CompiledPolicies#decide} found. */
    public Outcome outcome() {
        return outcome;
    }

    /** How many policies determined the verdict. */
    public int determiningCount() {
        return outcome.determiningCount();
    }

    /** The number of a determining policy; they ascend. */
    public int determiningPolicy(int index) {
        return outcome.determiningPolicy(index);
    }

    /** How many policies could not be evaluated. */
    public int errorCount() {
        return outcome.errorCount();
    }

    /** The number of a policy that could not be evaluated; they ascend. */
    public int erroringPolicy(int index) {
        return outcome.erroringPolicy(index);
    }

    /** What went wrong in it and where. Allocates. */
    public String errorMessage(int index) {
        return outcome.errorMessage(index);
    }

    /** Why the verdict was a deny. */
    public DenyReason denyReason() {
        return outcome.denyReason();
    }

    ResolvedEntity principal() {
        return required(PRINCIPAL, principal, "principal");
    }

    ResolvedEntity action() {
        return required(ACTION, action, "action");
    }

    ResolvedEntity resource() {
        return required(RESOURCE, resource, "resource");
    }

    private ResolvedEntity required(int bit, @Nullable ResolvedEntity entity, String role) {
        if ((named & bit) == 0 || entity == null) {
            throw new IllegalStateException("the frame has no " + role);
        }
        return entity;
    }

    Arena arena() {
        return arena;
    }

    SlotTree tree() {
        return tree;
    }

    BoundSlots slots() {
        return slots;
    }

    /** What this request knows of an entity: its own principal, action and resource first, then the snapshot's. */
    ResolvedEntity known(ResolvedEntity entity) {
        if (entity == principal || entity == resource || entity == action) {
            return entity;
        }
        if (principal != null && principal.sameAs(entity)) {
            return principal;
        }
        if (resource != null && resource.sameAs(entity)) {
            return resource;
        }
        if (action != null && action.sameAs(entity)) {
            return action;
        }
        if (entity.table() == table) {
            return entity;
        }
        ResolvedEntity found = table.find(entity.uid());
        return found == null ? entity : found;
    }

    /** Notes why a node has no value. Always null. */
    @Nullable
    Value fail(ErrorCode code, Node at) {
        error = code;
        errorNode = at;
        return null;
    }

    /** As {@link #fail}, for nodes that are asked for a Bool. */
    int failTest(ErrorCode code, Node at) {
        error = code;
        errorNode = at;
        return Node.ERROR;
    }

    /** Why the node asked last has no value; good after it failed. */
    EvaluationError failure() {
        return new EvaluationError(Objects.requireNonNull(errorNode).at().span(), Objects.requireNonNull(error));
    }

    @Nullable
    ErrorCode error() {
        return error;
    }

    @Nullable
    Node errorNode() {
        return errorNode;
    }
}
