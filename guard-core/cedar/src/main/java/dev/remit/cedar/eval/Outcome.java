package dev.remit.cedar.eval;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What deciding a request found. Belongs to one frame, good until it is reset or decided again. */
public final class Outcome {
    private final List<CompiledPolicy> policies;
    private int[] determining = new int[16];
    private int determiningCount;
    private int[] erroring = new int[4];
    private @Nullable ErrorCode[] codes = new ErrorCode[4];
    private @Nullable Node[] places = new Node[4];
    private int errorCount;
    private DenyReason denyReason = DenyReason.NONE;

    Outcome(List<CompiledPolicy> policies) {
        this.policies = policies;
    }

    /** How many policies determined the verdict. */
    public int determiningCount() {
        return determiningCount;
    }

    /** The number of a determining policy; they ascend. */
    public int determiningPolicy(int index) {
        return determining[Objects.checkIndex(index, determiningCount)];
    }

    /** How many policies could not be evaluated. */
    public int errorCount() {
        return errorCount;
    }

    /** The number of a policy that could not be evaluated; they ascend. */
    public int erroringPolicy(int index) {
        return erroring[Objects.checkIndex(index, errorCount)];
    }

    /** What went wrong in it. */
    public ErrorCode errorCode(int index) {
        return Objects.requireNonNull(codes[Objects.checkIndex(index, errorCount)]);
    }

    /** Policy, place, cause and the expression, as one line. Allocates. */
    public String errorMessage(int index) {
        CompiledPolicy policy = policies.get(erroringPolicy(index));
        EvaluationError error =
                new EvaluationError(Objects.requireNonNull(places[index]).at().span(), errorCode(index));
        return error.span() + ": policy `" + policy.id() + "`: " + error.message();
    }

    /** Why the verdict was a deny; {@link DenyReason#NONE} when it was not. */
    public DenyReason denyReason() {
        return denyReason;
    }

    void clear() {
        determiningCount = 0;
        if (errorCount > 0) {
            Arrays.fill(places, 0, errorCount, null);
            errorCount = 0;
        }
        // Read before it is written, here for every request: reading is cheaper than a collector's barrier.
        if (denyReason != DenyReason.NONE) {
            denyReason = DenyReason.NONE;
        }
    }

    void determined(int policy) {
        if (isIn(determining, determiningCount, policy)) {
            return;
        }
        if (determiningCount == determining.length) {
            determining = Arrays.copyOf(determining, determiningCount * 2);
        }
        int at = determiningCount++;
        // Few, and almost in order: they come from a handful of ascending lists.
        for (; at > 0 && determining[at - 1] > policy; at--) {
            determining[at] = determining[at - 1];
        }
        determining[at] = policy;
    }

    void failed(int policy, @Nullable ErrorCode code, @Nullable Node place) {
        if (isIn(erroring, errorCount, policy)) {
            return;
        }
        if (errorCount == erroring.length) {
            erroring = Arrays.copyOf(erroring, errorCount * 2);
            codes = Arrays.copyOf(codes, errorCount * 2);
            places = Arrays.copyOf(places, errorCount * 2);
        }
        int at = errorCount++;
        for (; at > 0 && erroring[at - 1] > policy; at--) {
            erroring[at] = erroring[at - 1];
            codes[at] = codes[at - 1];
            places[at] = places[at - 1];
        }
        erroring[at] = policy;
        codes[at] = code;
        places[at] = place;
    }

    /** Whether a policy is among those found: one that is filed under two keys may be met twice. */
    private static boolean isIn(int[] ascending, int count, int policy) {
        int at = count - 1;
        while (at >= 0 && ascending[at] > policy) {
            at--;
        }
        return at >= 0 && ascending[at] == policy;
    }

    void denied(DenyReason reason) {
        denyReason = reason;
    }
}
