/** gRPC under the flag. */
package dev.remit.it.grpc;
