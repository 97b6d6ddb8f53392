/** AWS Security Token Service, SDK 2: whatever gives credentials or a token that stands for someone. */
@NullMarked
package dev.remit.javaagent.hooks.awssts;

import org.jspecify.annotations.NullMarked;
