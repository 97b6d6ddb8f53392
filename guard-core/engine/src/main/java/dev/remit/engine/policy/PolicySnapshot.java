package dev.remit.engine.policy;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.ResolvedEntity;
import dev.remit.cedar.eval.Value;
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
    private final byte @Nullable [] hashBytes;
    final GuardedEntity agent;
    final GuardedEntity workload;
    final EntityCache tools = new EntityCache(EntityCache.Kind.TOOL, this);
    final EntityCache methods = new EntityCache(EntityCache.Kind.HTTP_METHOD, this);
    final EntityCache toolsets = new EntityCache(EntityCache.Kind.TOOLSET, this);
    final EntityCache hosts = new EntityCache(EntityCache.Kind.HOST, this);
    final EntityCache secrets = new EntityCache(EntityCache.Kind.SECRET, this);
    final EntityCache programs = new EntityCache(EntityCache.Kind.PROGRAM, this);
    final GuardedEntity fetchSecret;
    final GuardedEntity connect;
    final GuardedEntity exec;

    /**
     * @param policies the compiled policies; null while there are none, and then nothing is decided
     * @param spiffeId the workload's SPIFFE ID, which its AI agent acts under too
     * @param trustDomain the ID's trust domain
     * @param name the ID's last path segment
     */
    public PolicySnapshot(@Nullable CompiledPolicies policies, String spiffeId, String trustDomain, String name) {
        this.policies = policies;
        this.hashBytes = policies == null ? null : HexFormat.of().parseHex(policies.hash());
        final Map<String, Value> attributes =
                Map.of("attested", Value.of(false), "trustDomain", Value.of(trustDomain), "name", Value.of(name));
        final EntityUid workloadUid = EntityUid.of(Vocabulary.WORKLOAD, spiffeId);
        this.workload = entity(workloadUid, List.of(), attributes);
        this.agent = entity(EntityUid.of(Vocabulary.AGENT, spiffeId), List.of(workloadUid), attributes);
        this.fetchSecret = entity(Vocabulary.action(Vocabulary.FETCH_SECRET), List.of(), Map.of());
        this.connect = entity(Vocabulary.action(Vocabulary.CONNECT), List.of(), Map.of());
        this.exec = entity(Vocabulary.action(Vocabulary.EXEC), List.of(), Map.of());
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
    void warm(PolicySnapshot other) {
        tools.warm(other.tools);
        methods.warm(other.methods);
        toolsets.warm(other.toolsets);
        hosts.warm(other.hosts);
        secrets.warm(other.secrets);
        programs.warm(other.programs);
    }

    /** Makes an entity that a cache does not have. */
    GuardedEntity resolve(EntityCache.Kind kind, String first, String second, int number) {
        return switch (kind) {
            case TOOL -> action(first, Vocabulary.CALL_TOOL);
            case HTTP_METHOD -> action(first, Vocabulary.HTTP_REQUEST);
            case TOOLSET -> plain(Vocabulary.TOOLSET, first);
            case HOST -> host(first, number);
            case SECRET -> plain(Vocabulary.SECRET, first + '/' + second);
            case PROGRAM -> plain(Vocabulary.PROGRAM, first);
        };
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
