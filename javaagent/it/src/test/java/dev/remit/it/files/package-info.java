/** Files under the flag. */
package dev.remit.it.files;
