/** AWS Systems Manager's parameter store, SDK 2: parameters by name, by path and of the past, and the credentials of an access request. */
@NullMarked
package dev.remit.javaagent.hooks.awsssm;

import org.jspecify.annotations.NullMarked;
