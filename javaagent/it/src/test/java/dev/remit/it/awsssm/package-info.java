/** AWS Systems Manager's parameter store under the flag. */
package dev.remit.it.awsssm;
