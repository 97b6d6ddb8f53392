/**
 * JSON as a tree that remembers where everything stands, so that errors can name line and column.
 *
 * <p>For the readers of entities, schemas and policies; others have no use for it. Begin with {@link dev.remit.cedar.json.JsonText}.
 */
@NullMarked
package dev.remit.cedar.json;

import org.jspecify.annotations.NullMarked;
