/** Spring's Environment under the flag. */
package dev.remit.it.springenvironment;
