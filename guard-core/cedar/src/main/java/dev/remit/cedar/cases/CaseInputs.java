package dev.remit.cedar.cases;

import dev.remit.cedar.parse.PolicySource;
import java.io.IOException;
import java.util.List;

/** Finds what a case file names. */
public interface CaseInputs {

    /**
     * The policies behind a name.
     *
     * @throws IOException saying which file is missing or can't be read
     */
    List<PolicySource> policies(String name) throws IOException;

    /**
     * The text behind a name.
     *
     * @throws IOException saying which file is missing or can't be read
     */
    String text(String name) throws IOException;
}
