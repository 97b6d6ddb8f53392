/** java.net.HttpURLConnection, http and https; each hop of a redirect. */
@NullMarked
package dev.remit.javaagent.hooks.httpurlconnection;

import org.jspecify.annotations.NullMarked;
