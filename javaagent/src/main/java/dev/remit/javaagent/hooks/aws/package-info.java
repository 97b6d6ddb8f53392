/** What the hooks of AWS services share: how the SDK's two kinds of clients end and refuse a fetch. */
@NullMarked
package dev.remit.javaagent.hooks.aws;

import org.jspecify.annotations.NullMarked;
