/** Fabric8's Kubernetes client under the flag. */
package dev.remit.it.fabric8;
