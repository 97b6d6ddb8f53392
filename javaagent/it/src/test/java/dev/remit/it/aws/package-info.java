/** What the twins of AWS services share. */
package dev.remit.it.aws;
