/** Apache HttpClient 5, classic and asynchronous, full and minimal; each hop of a redirect. */
@NullMarked
package dev.remit.javaagent.hooks.apachehttp5;

import org.jspecify.annotations.NullMarked;
