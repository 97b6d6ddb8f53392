/** Google Cloud Secret Manager under the flag. */
package dev.remit.it.gcpsecretmanager;
