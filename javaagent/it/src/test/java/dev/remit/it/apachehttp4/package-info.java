/** Apache HttpClient 4 under the flag. */
package dev.remit.it.apachehttp4;
