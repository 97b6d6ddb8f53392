package dev.remit.engine.policy;

import dev.remit.cedar.compile.PolicyCompiler;
import dev.remit.cedar.entity.EntityFormatException;
import dev.remit.cedar.entity.EntityParser;
import dev.remit.cedar.entity.EntityStore;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.ErrorMode;
import dev.remit.cedar.parse.PolicyParser;
import dev.remit.cedar.parse.PolicySource;
import dev.remit.cedar.parse.PolicySyntaxException;
import dev.remit.engine.config.SpiffeId;
import java.io.File;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one way from files to what decides: at the start, and again whenever they change. Like {@link PolicyFiles} it runs before
 * the main of guarded applications. Immutable; thread-safe.
 */
public final class PolicyLoader {
    private final @Nullable File policy;
    private final @Nullable File entities;
    private final SpiffeId identity;

    /**
     * @param policy a file or a folder of policies; null for none, and then nothing is decided
     * @param entities a file in Cedar's JSON format for entities, or null
     * @param identity the workload's, which its AI agent acts under too
     */
    public PolicyLoader(@Nullable File policy, @Nullable File entities, SpiffeId identity) {
        this.policy = policy;
        this.entities = entities;
        this.identity = identity;
    }

    /** Reads and compiles what stands in the files now. */
    public LoadedPolicy load() throws PolicyLoadException {
        return compile(read());
    }

    /** What stands in the files now. */
    PolicyInput read() throws PolicyLoadException {
        try {
            return new PolicyInput(
                    policy == null ? List.of() : PolicyFiles.read(List.of(policy)),
                    entities == null ? null : new PolicySource(entities.getPath(), PolicyFiles.read(entities)));
        } catch (IOException e) {
            throw new PolicyLoadException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Makes of texts what decides. */
    LoadedPolicy compile(PolicyInput input) throws PolicyLoadException {
        try {
            return new LoadedPolicy(
                    input,
                    new PolicySnapshot(
                            policy == null ? null : compiled(input),
                            identity.toString(),
                            identity.trustDomain(),
                            identity.name()));
        } catch (PolicySyntaxException | EntityFormatException e) {
            throw new PolicyLoadException(String.valueOf(e.getMessage()), e);
        }
    }

    private static CompiledPolicies compiled(PolicyInput input) {
        final @Nullable PolicySource entities = input.entities();
        final EntityStore store =
                entities == null ? EntityStore.empty() : EntityParser.parse(entities.name(), entities.text());
        return PolicyCompiler.compile(PolicyParser.parse(input.policies()), store, ErrorMode.GUARD);
    }

    /** The policy files and the entities file, as far as they can be found. */
    FileStamps stamps() {
        return FileStamps.of(policy, entities);
    }
}
