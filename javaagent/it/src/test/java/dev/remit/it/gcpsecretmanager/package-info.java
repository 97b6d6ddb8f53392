/** Twins of Google Cloud Secret Manager's client. */
package dev.remit.it.gcpsecretmanager;
