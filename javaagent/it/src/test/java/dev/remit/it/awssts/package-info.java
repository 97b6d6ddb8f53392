/** AWS Security Token Service under the flag. */
package dev.remit.it.awssts;
