/** What of an application's libraries the guard covers, by a look at their jars. */
@NullMarked
package dev.remit.javaagent.coverage;

import org.jspecify.annotations.NullMarked;
