package dev.remit.engine.policy;

import dev.remit.cedar.ast.PolicySet;
import dev.remit.cedar.check.Finding;
import dev.remit.cedar.check.PolicyValidator;
import dev.remit.cedar.compile.PolicyCompiler;
import dev.remit.cedar.entity.EntityFormatException;
import dev.remit.cedar.entity.EntityParser;
import dev.remit.cedar.entity.EntityStore;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.ErrorMode;
import dev.remit.cedar.parse.PolicyParser;
import dev.remit.cedar.parse.PolicySource;
import dev.remit.cedar.parse.PolicySyntaxException;
import dev.remit.cedar.parse.SyntaxError;
import dev.remit.cedar.schema.Schema;
import dev.remit.cedar.schema.SchemaFormatException;
import dev.remit.cedar.schema.SchemaParser;
import dev.remit.engine.identity.Identities;
import java.io.File;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one way from files to what decides: at the start, and again whenever they change. Like {@link PolicyFiles} it runs before
 * the main of guarded applications. Immutable; thread-safe.
 */
public final class PolicyLoader {
    private final PolicyPaths paths;
    private final Identities identities;
    private final Surroundings surroundings;

    /**
     * @param identities as whom the workload and its AI agents act
     * @param surroundings where it runs
     */
    public PolicyLoader(PolicyPaths paths, Identities identities, Surroundings surroundings) {
        this.paths = paths;
        this.identities = identities;
        this.surroundings = surroundings;
    }

    /** Reads and compiles what stands in the files now. */
    public LoadedPolicy load() throws PolicyLoadException {
        return compile(read());
    }

    /** What stands in the files now. */
    PolicyInput read() throws PolicyLoadException {
        try {
            return new PolicyInput(
                    paths.policy() == null ? List.of() : PolicyFiles.read(List.of(paths.policy())),
                    source(paths.entities()),
                    source(paths.schema()));
        } catch (IOException e) {
            throw new PolicyLoadException(String.valueOf(e.getMessage()), e);
        }
    }

    private static @Nullable PolicySource source(@Nullable File file) throws IOException {
        return file == null ? null : new PolicySource(file.getPath(), PolicyFiles.read(file));
    }

    /** Makes of texts what decides. */
    LoadedPolicy compile(PolicyInput input) throws PolicyLoadException {
        try {
            return new LoadedPolicy(
                    input,
                    new PolicySnapshot(paths.policy() == null ? null : compiled(input), identities, surroundings));
        } catch (PolicySyntaxException | EntityFormatException | SchemaFormatException e) {
            throw new PolicyLoadException(String.valueOf(e.getMessage()), e);
        }
    }

    private static CompiledPolicies compiled(PolicyInput input) throws PolicyLoadException {
        final @Nullable PolicySource text = input.schema();
        final @Nullable Schema schema = text == null ? null : SchemaParser.parse(text.name(), text.text());
        final PolicySet policies = PolicyParser.parse(input.policies());
        if (schema != null) {
            rejectUnfit(policies, schema);
        }
        reject(PolicyLabels.errors(policies));
        return PolicyCompiler.compile(policies, store(input.entities(), schema), ErrorMode.GUARD);
    }

    private static EntityStore store(@Nullable PolicySource text, @Nullable Schema schema) {
        if (text == null) {
            return EntityStore.empty();
        }
        final EntityStore entities = EntityParser.parse(text.name(), text.text(), schema);
        reject(PolicyLabels.errors(entities, text));
        return entities;
    }

    private static void reject(List<SyntaxError> errors) {
        if (!errors.isEmpty()) {
            throw new PolicySyntaxException(errors);
        }
    }

    private static void rejectUnfit(PolicySet policies, Schema schema) throws PolicyLoadException {
        final StringBuilder errors = new StringBuilder();
        for (Finding finding : PolicyValidator.validate(policies, schema)) {
            if (finding.severity() == Finding.Severity.ERROR) {
                errors.append(errors.length() == 0 ? "" : "\n").append(finding.render());
            }
        }
        if (errors.length() > 0) {
            throw new PolicyLoadException(errors.toString(), null);
        }
    }

    /** All these files, as far as they can be found. */
    FileStamps stamps() {
        return FileStamps.of(paths);
    }
}
