/**
 * The world of the Spring Boot samples: a parcel service and a model that knows how to ask it. Both samples are given it, so
 * that they differ in their framework alone.
 */
@NullMarked
package dev.remit.samples.parcel;

import org.jspecify.annotations.NullMarked;
