/**
 * Stand-ins, on the loopback address, for what lies outside the application: AWS Secrets Manager, a mail host, a host of
 * nobody's, and a model. Only {@link dev.remit.samples.support.Main} starts them.
 */
@NullMarked
package dev.remit.samples.support.world;

import org.jspecify.annotations.NullMarked;
