/** Apache HttpClient 4 and HttpAsyncClient 4, full and minimal, and the deprecated {@code DefaultHttpClient}; each hop of a redirect. */
@NullMarked
package dev.remit.javaagent.hooks.apachehttp4;

import org.jspecify.annotations.NullMarked;
