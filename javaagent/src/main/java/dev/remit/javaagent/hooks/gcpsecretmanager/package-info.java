/** Google Cloud Secret Manager: what its clients access, over gRPC or HTTP, at once or as a future. */
@NullMarked
package dev.remit.javaagent.hooks.gcpsecretmanager;

import org.jspecify.annotations.NullMarked;
