/** The enforcement point (PEP): what the gate calls. Attributes a call, asks the decision point, records, and refuses. */
@NullMarked
package dev.remit.javaagent.enforce;

import org.jspecify.annotations.NullMarked;
