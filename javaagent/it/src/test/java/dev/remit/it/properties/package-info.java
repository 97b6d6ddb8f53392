/** System properties under the flag. */
package dev.remit.it.properties;
