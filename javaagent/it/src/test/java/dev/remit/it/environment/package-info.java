/** Environment variables under the flag. */
package dev.remit.it.environment;
