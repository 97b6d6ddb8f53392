/** Google ADK's agents with a scripted model, and its tools called directly. */
package dev.remit.it.adk;
