/** OkHttp under the flag. */
package dev.remit.it.okhttp;
