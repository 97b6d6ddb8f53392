/** Anthropic's SDK: its tool runner with a scripted model behind a server. */
package dev.remit.it.anthropic;
