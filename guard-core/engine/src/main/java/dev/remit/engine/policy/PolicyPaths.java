package dev.remit.engine.policy;

import java.io.File;
import org.jspecify.annotations.Nullable;

/**
 * Where the policies are and what belongs to them. Immutable.
 *
 * @param policy a file or a folder of policies; null for none, and then nothing is decided
 * @param entities a file in Cedar's JSON format for entities, or null
 * @param schema a file in Cedar's schema syntax or its JSON form, which policies and entities must fit, or null
 */
public record PolicyPaths(
        @Nullable File policy,
        @Nullable File entities,
        @Nullable File schema) {}
