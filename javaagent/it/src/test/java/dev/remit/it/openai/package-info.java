/** Twins for OpenAI's Java SDK: the call sites that make an asynchronous client's request whoever's asked for it. */
package dev.remit.it.openai;
