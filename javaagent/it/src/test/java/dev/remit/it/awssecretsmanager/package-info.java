/** AWS Secrets Manager: both clients, one secret and batches, permitted and refused. */
package dev.remit.it.awssecretsmanager;
