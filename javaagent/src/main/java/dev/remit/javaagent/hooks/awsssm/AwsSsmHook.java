package dev.remit.javaagent.hooks.awsssm;

import dev.remit.javaagent.hooks.AwsHook;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Site;
import java.util.List;
import net.bytebuddy.asm.Advice;
import software.amazon.awssdk.services.ssm.model.Credentials;
import software.amazon.awssdk.services.ssm.model.GetAccessTokenRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterHistoryRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersRequest;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterHistory;

/**
 * A parameter is known to policies by its name without the slash in front, {@code Remit::Secret::"aws-ssm/prod/db"}, whether it is
 * asked for by that, by its ARN, or in one of its versions; what is below a path is {@code aws-ssm/prod/*}, and each page of it a
 * fetch. One that refers to Secrets Manager goes by its name here, {@code aws-ssm/aws/reference/secretsmanager/prod/db}.
 *
 * <p>With or without decryption: which of the two it takes to read a parameter is not known before it is read. A parameter of type
 * {@code String} or {@code StringList} is text that its owner did not call a secret, and is not hidden in records.
 */
public final class AwsSsmHook extends AwsHook {
    /** The table of Systems Manager's clients. */
    public AwsSsmHook() {
        super("AWS Systems Manager", "software.amazon.awssdk.services.ssm.", "Ssm", "ssm");
    }

    @Override
    protected List<CallSite> rows() {
        return List.of(
                fetch("getParameter", "GetParameterRequest", "One"),
                fetch("getParameters", "GetParametersRequest", "Several"),
                fetch("getParametersByPath", "GetParametersByPathRequest", "Below"),
                fetch("getParameterHistory", "GetParameterHistoryRequest", "Past"),
                fetch("getAccessToken", "GetAccessTokenRequest", "Access"),
                fetchAsync("getParameter", "GetParameterRequest", "One"),
                fetchAsync("getParameters", "GetParametersRequest", "Several"),
                fetchAsync("getParametersByPath", "GetParametersByPathRequest", "Below"),
                fetchAsync("getParameterHistory", "GetParameterHistoryRequest", "Past"),
                fetchAsync("getAccessToken", "GetAccessTokenRequest", "Access"),
                answered("Parameter", "Current"),
                answered("ParameterHistory", "Former"),
                answered("Credentials", "Keys"));
    }

    /** {@code getParameter}. */
    static final class One {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static String enter(@Site int site, @Advice.Argument(0) GetParameterRequest request) {
            return RemitGate.secret(site, request, "aws-ssm", request.name());
        }
    }

    /** {@code getParameters}: each is decided. */
    static final class Several {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static String enter(@Site int site, @Advice.Argument(0) GetParametersRequest request) {
            return RemitGate.secret(site, request, "aws-ssm", request.names());
        }
    }

    /** {@code getParametersByPath}: it may bring any below. */
    static final class Below {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static String enter(@Site int site, @Advice.Argument(0) GetParametersByPathRequest request) {
            return RemitGate.secret(
                    site,
                    request,
                    "aws-ssm",
                    request.path() == null ? "*" : request.path().concat("/*"));
        }
    }

    /** {@code getParameterHistory}: the versions of one. */
    static final class Past {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static String enter(@Site int site, @Advice.Argument(0) GetParameterHistoryRequest request) {
            return RemitGate.secret(site, request, "aws-ssm", request.name());
        }
    }

    /** {@code getAccessToken}: credentials for a node, by the number of the request that was approved. */
    static final class Access {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static String enter(@Site int site, @Advice.Argument(0) GetAccessTokenRequest request) {
            return RemitGate.secret(site, request, "aws-ssm", request.accessRequestId());
        }
    }

    /** A parameter is made, on the SDK's thread: what it holds is known from here on. */
    static final class Current {
        @Advice.OnMethodExit
        static void exit(@Site int site, @Advice.This Parameter answer) {
            final String name = answer.name();
            final String type = answer.typeAsString();
            RemitGate.learn(
                    site,
                    "aws-ssm",
                    name != null && name.startsWith("/") ? name.substring(1) : name,
                    "String".equals(type) || "StringList".equals(type) ? null : answer.value());
        }
    }

    /** As {@link Current}, of one version. */
    static final class Former {
        @Advice.OnMethodExit
        static void exit(@Site int site, @Advice.This ParameterHistory answer) {
            final String name = answer.name();
            final String type = answer.typeAsString();
            RemitGate.learn(
                    site,
                    "aws-ssm",
                    name != null && name.startsWith("/") ? name.substring(1) : name,
                    "String".equals(type) || "StringList".equals(type) ? null : answer.value());
        }
    }

    /** Credentials are made, on the SDK's thread. The access key's id is no secret: it says whose they are. */
    static final class Keys {
        @Advice.OnMethodExit
        static void exit(@Site int site, @Advice.This Credentials answer) {
            RemitGate.learn(site, "aws-ssm", answer.accessKeyId(), answer.secretAccessKey());
            RemitGate.learn(site, "aws-ssm", answer.accessKeyId(), answer.sessionToken());
        }
    }
}
