/** java.net.http under the flag. */
package dev.remit.it.jdkhttp;
