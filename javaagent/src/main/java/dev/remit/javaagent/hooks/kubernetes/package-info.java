/** The official Kubernetes client: the secrets that it reads, lists and watches. */
@NullMarked
package dev.remit.javaagent.hooks.kubernetes;

import org.jspecify.annotations.NullMarked;
