/** Native libraries under the flag. */
package dev.remit.it.code;
