package dev.remit.cedar.parse;

import dev.remit.cedar.ast.Span;
import dev.remit.cedar.ast.TemplateLink;

/**
 * A link of a template and where it stands. Immutable.
 *
 * @param link what it says
 * @param template where it names the template
 * @param id where it gives its id
 * @param values where it fills the slots
 */
record WrittenLink(TemplateLink link, Span template, Span id, Span values) {}
