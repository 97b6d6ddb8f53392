package dev.remit.cedar.cases;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a case file went. Immutable.
 *
 * @param file the file
 * @param failure why none of its requests could be asked, or why the policies fit the schema or not against expectation; null when all that went well
 * @param requests how each request went, in the file's order; empty where none could be asked
 */
public record CaseResult(CaseFile file, @Nullable String failure, List<RequestResult> requests) {

    public CaseResult {
        requests = List.copyOf(requests);
    }

    /** How many requests did not get the answer expected. */
    public int failures() {
        int failures = 0;
        for (RequestResult request : requests) {
            failures += request.failure() == null ? 0 : 1;
        }
        return failures;
    }

    /**
     * How a request went. Immutable.
     *
     * @param request the request
     * @param failure what was other than expected; null when nothing was
     */
    public record RequestResult(
            CaseRequest request, @Nullable String failure) {}
}
