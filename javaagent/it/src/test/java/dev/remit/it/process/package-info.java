/** Child processes under the flag. */
package dev.remit.it.process;
