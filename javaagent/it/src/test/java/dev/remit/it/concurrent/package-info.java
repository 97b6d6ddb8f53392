/** An AI agent's work that goes on elsewhere, under the flag. */
package dev.remit.it.concurrent;
