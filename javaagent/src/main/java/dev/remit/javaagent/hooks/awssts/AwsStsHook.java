package dev.remit.javaagent.hooks.awssts;

import dev.remit.javaagent.hooks.AwsHook;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Site;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.asm.Advice;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithSamlRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;
import software.amazon.awssdk.services.sts.model.AssumeRootRequest;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.GetFederationTokenRequest;
import software.amazon.awssdk.services.sts.model.GetWebIdentityTokenRequest;
import software.amazon.awssdk.services.sts.model.GetWebIdentityTokenResponse;

/**
 * Credentials are known to policies by the role that is assumed, {@code Remit::Secret::"aws-sts/arn:aws:iam::123456789012:role/pay"},
 * by whatever way; else by what they are: {@code aws-sts/root/123456789012}, {@code aws-sts/federation-token/name},
 * {@code aws-sts/session-token}, {@code aws-sts/delegated-access-token}; and a token that proves who one is to others, for each of its
 * audiences, {@code aws-sts/web-identity-token/https://example.org}.
 *
 * <p>The SDK's providers of credentials come by here too, on the thread of whoever first needs them: who acts by an assumed role
 * permits it to the workload.
 */
public final class AwsStsHook extends AwsHook {
    /** The table of the Security Token Service's clients. */
    public AwsStsHook() {
        super("AWS Security Token Service", "software.amazon.awssdk.services.sts.", "Sts", "sts");
    }

    @Override
    protected List<CallSite> rows() {
        return List.of(
                fetch("assumeRole", "AssumeRoleRequest", "Role"),
                fetch("assumeRoleWithSAML", "AssumeRoleWithSamlRequest", "Saml"),
                fetch("assumeRoleWithWebIdentity", "AssumeRoleWithWebIdentityRequest", "WebIdentity"),
                fetch("assumeRoot", "AssumeRootRequest", "Root"),
                fetch("getFederationToken", "GetFederationTokenRequest", "Federation"),
                fetch("getSessionToken", "GetSessionTokenRequest", "Own"),
                fetch("getDelegatedAccessToken", "GetDelegatedAccessTokenRequest", "Delegated"),
                fetch("getWebIdentityToken", "GetWebIdentityTokenRequest", "Identity"),
                fetchAsync("assumeRole", "AssumeRoleRequest", "Role"),
                fetchAsync("assumeRoleWithSAML", "AssumeRoleWithSamlRequest", "Saml"),
                fetchAsync("assumeRoleWithWebIdentity", "AssumeRoleWithWebIdentityRequest", "WebIdentity"),
                fetchAsync("assumeRoot", "AssumeRootRequest", "Root"),
                fetchAsync("getFederationToken", "GetFederationTokenRequest", "Federation"),
                fetchAsync("getSessionToken", "GetSessionTokenRequest", "Own"),
                fetchAsync("getDelegatedAccessToken", "GetDelegatedAccessTokenRequest", "Delegated"),
                fetchAsync("getWebIdentityToken", "GetWebIdentityTokenRequest", "Identity"),
                answered("Credentials", "Keys"),
                answered("GetWebIdentityTokenResponse", "Token"));
    }

    /** {@code assumeRole}. */
    static final class Role {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static String enter(@Site int site, @Advice.Argument(0) AssumeRoleRequest request) {
            return RemitGate.secret(site, request, "aws-sts", request.roleArn());
        }
    }

    /** {@code assumeRoleWithSAML}. */
    static final class Saml {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static String enter(@Site int site, @Advice.Argument(0) AssumeRoleWithSamlRequest request) {
            return RemitGate.secret(site, request, "aws-sts", request.roleArn());
        }
    }

    /** {@code assumeRoleWithWebIdentity}. */
    static final class WebIdentity {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static String enter(@Site int site, @Advice.Argument(0) AssumeRoleWithWebIdentityRequest request) {
            return RemitGate.secret(site, request, "aws-sts", request.roleArn());
        }
    }

    /** {@code assumeRoot}: of an account, by its number or its ARN. */
    static final class Root {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static String enter(@Site int site, @Advice.Argument(0) AssumeRootRequest request) {
            return RemitGate.secret(
                    site, request, "aws-sts", "root/".concat(String.valueOf(request.targetPrincipal())));
        }
    }

    /** {@code getFederationToken}: under a name that the caller chooses. */
    static final class Federation {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static String enter(@Site int site, @Advice.Argument(0) GetFederationTokenRequest request) {
            return RemitGate.secret(
                    site, request, "aws-sts", "federation-token/".concat(String.valueOf(request.name())));
        }
    }

    /** {@code getSessionToken}: the caller's own rights, as credentials that end. */
    static final class Own {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static String enter(@Site int site, @Advice.Argument(0) Object request) {
            return RemitGate.secret(site, request, "aws-sts", "session-token");
        }
    }

    /** {@code getDelegatedAccessToken}: for a token that does not say for what. */
    static final class Delegated {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static String enter(@Site int site, @Advice.Argument(0) Object request) {
            return RemitGate.secret(site, request, "aws-sts", "delegated-access-token");
        }
    }

    /** {@code getWebIdentityToken}: each audience is decided. */
    static final class Identity {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static String enter(@Site int site, @Advice.Argument(0) GetWebIdentityTokenRequest request) {
            final ArrayList<String> names = new ArrayList<>();
            for (String audience : request.audience()) {
                names.add("web-identity-token/".concat(String.valueOf(audience)));
            }
            return RemitGate.secret(site, request, "aws-sts", names);
        }
    }

    /** Credentials are made, on the SDK's thread. The access key's id is no secret: it says whose they are. */
    static final class Keys {
        @Advice.OnMethodExit
        static void exit(@Site int site, @Advice.This Credentials answer) {
            RemitGate.learn(site, "aws-sts", answer.accessKeyId(), answer.secretAccessKey());
            RemitGate.learn(site, "aws-sts", answer.accessKeyId(), answer.sessionToken());
        }
    }

    /** A token is made, on the SDK's thread: it is known from here on. */
    static final class Token {
        @Advice.OnMethodExit
        static void exit(@Site int site, @Advice.This GetWebIdentityTokenResponse answer) {
            RemitGate.learn(site, "aws-sts", "web-identity-token", answer.webIdentityToken());
        }
    }
}
