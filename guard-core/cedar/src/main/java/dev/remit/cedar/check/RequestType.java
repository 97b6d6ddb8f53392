package dev.remit.cedar.check;

import dev.remit.cedar.schema.ActionType;

/**
 * One kind of request that a schema allows. Immutable.
 *
 * @param principal type of the principal
 * @param action the action itself
 * @param resource type of the resource
 */
record RequestType(String principal, ActionType action, String resource) {}
