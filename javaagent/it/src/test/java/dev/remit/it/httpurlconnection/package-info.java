/** HttpURLConnection under the flag. */
package dev.remit.it.httpurlconnection;
