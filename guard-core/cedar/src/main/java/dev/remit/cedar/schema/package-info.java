/**
 * What a schema says: the entity types there are, what they hold and lie in, and the actions with the requests they are asked in.
 *
 * <p>Begin with {@link dev.remit.cedar.schema.Schema}. Read from Cedar's schema syntax or from its JSON form; in both every name is resolved, so that nobody else
 * knows of namespaces and common types.
 */
@NullMarked
package dev.remit.cedar.schema;

import org.jspecify.annotations.NullMarked;
