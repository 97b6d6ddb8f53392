/**
 * A model that needs no key: a {@link dev.remit.samples.model.Script} decides what it says, and
 * {@link dev.remit.samples.model.ScriptedModelServer} speaks OpenAI's chat-completions for it, whole or streamed. The
 * sample applications and their tests call it; it depends on no agent framework.
 */
@NullMarked
package dev.remit.samples.model;

import org.jspecify.annotations.NullMarked;
