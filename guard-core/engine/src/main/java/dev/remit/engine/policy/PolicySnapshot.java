package dev.remit.engine.policy;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.ast.ExtensionFunction;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.ResolvedEntity;
import dev.remit.cedar.eval.Value;
import dev.remit.engine.identity.AgentIdentity;
import dev.remit.engine.identity.Identities;
import dev.remit.engine.session.Session;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One version of the policies, with the entities of this process as that version knows them. Immutable but for its caches;
 * thread-safe.
 */
public final class PolicySnapshot {
    final @Nullable CompiledPolicies policies;
    private final Identities identities;
    private final EntityUid workloadUid;
    private final byte @Nullable [] hashBytes;

    /** By the policy's id. */
    private final Map<String, List<String>> labels;

    final Surroundings surroundings;

    /** Why nothing is allowed at all; null where policies are asked. */
    final @Nullable String identityProblem;

    final GuardedEntity workload;
    private final EntityCache agents = new EntityCache(EntityCache.Kind.AGENT, this);
    final EntityCache tools = new EntityCache(EntityCache.Kind.TOOL, this);
    final EntityCache methods = new EntityCache(EntityCache.Kind.HTTP_METHOD, this);
    final EntityCache toolsets = new EntityCache(EntityCache.Kind.TOOLSET, this);
    final EntityCache hosts = new EntityCache(EntityCache.Kind.HOST, this);
    final EntityCache secrets = new EntityCache(EntityCache.Kind.SECRET, this);
    final EntityCache programs = new EntityCache(EntityCache.Kind.PROGRAM, this);
    final EntityCache codes = new EntityCache(EntityCache.Kind.CODE, this);
    final GuardedEntity fetchSecret;
    final GuardedEntity connect;
    final GuardedEntity exec;
    final GuardedEntity loadCode;

    /**
     * @param policies the compiled policies; null while there are none, and then nothing is decided
     * @param identities as whom the workload and its AI agents act
     * @param surroundings where it runs
     */
    public PolicySnapshot(@Nullable CompiledPolicies policies, Identities identities, Surroundings surroundings) {
        this.policies = policies;
        this.identities = identities;
        this.surroundings = surroundings;
        this.identityProblem = identities.problem();
        this.hashBytes = policies == null ? null : HexFormat.of().parseHex(policies.hash());
        this.labels = policies == null ? Map.of() : PolicyLabels.of(policies);
        this.workloadUid =
                EntityUid.of(Vocabulary.WORKLOAD, identities.workload().id().toString());
        this.workload = entity(workloadUid, List.of(), attributes(identities.workload()));
        this.fetchSecret = entity(Vocabulary.action(Vocabulary.FETCH_SECRET), List.of(), Map.of());
        this.connect = entity(Vocabulary.action(Vocabulary.CONNECT), List.of(), Map.of());
        this.exec = entity(Vocabulary.action(Vocabulary.EXEC), List.of(), Map.of());
        this.loadCode = entity(Vocabulary.action(Vocabulary.LOAD_CODE), List.of(), Map.of());
    }

    /** The same policies, with the workload and its AI agents as they are from now on. */
    @SuppressWarnings("ReferenceEquality") // to be the same is all that makes a copy needless
    public PolicySnapshot actingAs(Identities now) {
        return now == identities ? this : new PolicySnapshot(policies, now, surroundings);
    }

    /** As whom the workload and its AI agents act. */
    public Identities identities() {
        return identities;
    }

    /** The principal of what is done in a session; of what the application itself does, for null. */
    public GuardedEntity principal(@Nullable Session session) {
        if (session == null) {
            return workload;
        }
        final @Nullable String agent = session.agent();
        return agents.get(agent == null ? "" : agent, "", 0);
    }

    /** What a session has touched in which that policy, by its id, has allowed a call: its {@code @label}s. */
    List<String> labels(String policyId) {
        return labels.getOrDefault(policyId, List.of());
    }

    /** The hash of policies and entities, in hex; empty while there are none. */
    public String hash() {
        return policies == null ? "" : policies.hash();
    }

    /** The hash's 32 bytes, never to be changed; null while there are no policies. */
    public byte @Nullable [] hashBytes() {
        return hashBytes;
    }

    /** How many policies there are. */
    public int size() {
        return policies == null ? 0 : policies.size();
    }

    /** Prepares for the calls that were decided by another version. To be called before this one comes into force. */
    public void warm(PolicySnapshot other) {
        agents.warm(other.agents);
        tools.warm(other.tools);
        methods.warm(other.methods);
        toolsets.warm(other.toolsets);
        hosts.warm(other.hosts);
        secrets.warm(other.secrets);
        programs.warm(other.programs);
        codes.warm(other.codes);
    }

    /** Makes an entity that a cache does not have. */
    GuardedEntity resolve(EntityCache.Kind kind, String first, String second, int number) {
        return switch (kind) {
            case AGENT -> newAgent(first);
            case TOOL -> action(first, Vocabulary.CALL_TOOL);
            case HTTP_METHOD -> action(first, Vocabulary.HTTP_REQUEST);
            case TOOLSET -> plain(Vocabulary.TOOLSET, first);
            case HOST -> host(first, number);
            case SECRET -> plain(Vocabulary.SECRET, first + '/' + second);
            case PROGRAM -> plain(Vocabulary.PROGRAM, first);
            case CODE -> entity(EntityUid.of(Vocabulary.CODE, first), Vocabulary.foldersOf(first), Map.of());
        };
    }

    private GuardedEntity newAgent(String name) {
        final AgentIdentity identity = identities.agent(name.isEmpty() ? null : name);
        return entity(
                EntityUid.of(Vocabulary.AGENT, identity.id().toString()), List.of(workloadUid), attributes(identity));
    }

    private static Map<String, Value> attributes(AgentIdentity identity) {
        final Map<String, Value> attributes = new HashMap<>();
        attributes.put("attested", Value.of(identity.attested()));
        attributes.put("trustDomain", Value.of(identity.id().trustDomain()));
        attributes.put("name", Value.of(identity.id().name()));
        if (identity.agent() != null) {
            attributes.put("agent", Value.of(identity.agent()));
        }
        if (identity.expiresMs() != 0) {
            attributes.put("expires", datetime(identity.expiresMs()));
        }
        return attributes;
    }

    private static Value datetime(long epochMs) {
        return Value.extension(
                ExtensionFunction.DATETIME,
                List.of(Value.of(Instant.ofEpochMilli(epochMs)
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString())));
    }

    private GuardedEntity action(String name, String group) {
        return entity(Vocabulary.action(name), List.of(Vocabulary.action(group)), Map.of());
    }

    private GuardedEntity plain(String type, String id) {
        return entity(EntityUid.of(type, id), List.of(), Map.of());
    }

    private GuardedEntity host(String name, int port) {
        final String canonical = HostNames.canonical(name);
        final EntityUid uid = EntityUid.of(Vocabulary.HOST, Vocabulary.hostId(canonical, port));
        return new GuardedEntity(
                uid, uid.toString(), canonical, resolve(uid, Vocabulary.domainsOf(canonical), Map.of()));
    }

    private GuardedEntity entity(EntityUid uid, List<EntityUid> parents, Map<String, Value> attributes) {
        return new GuardedEntity(uid, uid.toString(), uid.id(), resolve(uid, parents, attributes));
    }

    private @Nullable ResolvedEntity resolve(EntityUid uid, List<EntityUid> parents, Map<String, Value> attributes) {
        return policies == null ? null : policies.resolve(uid, parents, attributes);
    }
}
