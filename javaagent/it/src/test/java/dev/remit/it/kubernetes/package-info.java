/** The official Kubernetes client under the flag. */
package dev.remit.it.kubernetes;
