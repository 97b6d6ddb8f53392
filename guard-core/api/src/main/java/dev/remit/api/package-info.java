/** The API. */
@NullMarked
package dev.remit.api;

import org.jspecify.annotations.NullMarked;
