/** AWS Secrets Manager, SDK 2: what its two clients fetch, one secret or a batch. */
@NullMarked
package dev.remit.javaagent.hooks.awssecretsmanager;

import org.jspecify.annotations.NullMarked;
