/** Apache HttpClient 5 under the flag. */
package dev.remit.it.apachehttp5;
