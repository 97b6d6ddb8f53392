/**
 * Tests of policies as files: which requests they should allow, in the JSON format of Cedar's own integration tests. Cold: for the command line and for tests.
 *
 * <p>Begin with {@link dev.remit.cedar.cases.CaseFile}.
 */
@NullMarked
package dev.remit.cedar.cases;

import org.jspecify.annotations.NullMarked;
