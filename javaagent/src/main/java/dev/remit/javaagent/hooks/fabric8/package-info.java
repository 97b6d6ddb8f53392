/** Fabric8's Kubernetes client: the secrets that it gets, lists and watches. */
@NullMarked
package dev.remit.javaagent.hooks.fabric8;

import org.jspecify.annotations.NullMarked;
