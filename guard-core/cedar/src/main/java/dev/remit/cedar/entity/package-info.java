/**
 * The entities known beforehand, read from Cedar's entities JSON. Made once at start or reload; read by {@code compile}.
 */
@NullMarked
package dev.remit.cedar.entity;

import org.jspecify.annotations.NullMarked;
