package dev.remit.javaagent.hooks;

import dev.remit.engine.config.RemitConfig;
import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.hooks.adk.AdkHook;
import dev.remit.javaagent.hooks.agentscope.AgentScopeHook;
import dev.remit.javaagent.hooks.anthropic.AnthropicHook;
import dev.remit.javaagent.hooks.apachehttp4.ApacheHttp4Hook;
import dev.remit.javaagent.hooks.apachehttp5.ApacheHttp5Hook;
import dev.remit.javaagent.hooks.awssecretsmanager.AwsSecretsManagerHook;
import dev.remit.javaagent.hooks.awsssm.AwsSsmHook;
import dev.remit.javaagent.hooks.awssts.AwsStsHook;
import dev.remit.javaagent.hooks.azurekeyvault.AzureKeyVaultHook;
import dev.remit.javaagent.hooks.code.CodeHook;
import dev.remit.javaagent.hooks.concurrent.ConcurrencyHook;
import dev.remit.javaagent.hooks.connect.ConnectHook;
import dev.remit.javaagent.hooks.environment.EnvironmentHook;
import dev.remit.javaagent.hooks.fabric8.Fabric8Hook;
import dev.remit.javaagent.hooks.files.FilesHook;
import dev.remit.javaagent.hooks.files.SecretFiles;
import dev.remit.javaagent.hooks.gcpsecretmanager.GcpSecretManagerHook;
import dev.remit.javaagent.hooks.grpc.GrpcHook;
import dev.remit.javaagent.hooks.httpurlconnection.HttpUrlConnectionHook;
import dev.remit.javaagent.hooks.jdkhttp.JdkHttpHook;
import dev.remit.javaagent.hooks.jetty.JettyHook;
import dev.remit.javaagent.hooks.keystore.KeyStoreHook;
import dev.remit.javaagent.hooks.koog.KoogHook;
import dev.remit.javaagent.hooks.kubernetes.KubernetesHook;
import dev.remit.javaagent.hooks.langchain4j.LangChain4jHook;
import dev.remit.javaagent.hooks.mcp.McpHook;
import dev.remit.javaagent.hooks.methodtool.MethodToolHook;
import dev.remit.javaagent.hooks.netty.NettyHook;
import dev.remit.javaagent.hooks.okhttp.OkHttpHook;
import dev.remit.javaagent.hooks.openai.OpenAiHook;
import dev.remit.javaagent.hooks.process.ProcessHook;
import dev.remit.javaagent.hooks.properties.PropertiesHook;
import dev.remit.javaagent.hooks.reactor.ReactorHook;
import dev.remit.javaagent.hooks.reactornetty.ReactorNettyHook;
import dev.remit.javaagent.hooks.rxjava.RxJavaHook;
import dev.remit.javaagent.hooks.semantickernel.SemanticKernelHook;
import dev.remit.javaagent.hooks.servlet.ServletHook;
import dev.remit.javaagent.hooks.spiffe.SpiffeHook;
import dev.remit.javaagent.hooks.springai.SpringAiHook;
import dev.remit.javaagent.hooks.springenvironment.SpringEnvironmentHook;
import dev.remit.javaagent.hooks.springvault.SpringVaultHook;
import dev.remit.javaagent.hooks.task.TaskHook;
import dev.remit.javaagent.hooks.vaultjavadriver.BetterCloudHook;
import dev.remit.javaagent.hooks.vaultjavadriver.JopenlibsHook;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import java.util.ArrayList;
import java.util.List;

/** The table of all guarded libraries. To add one is a line here and a package beside the others. */
public final class Hooks {
    private Hooks() {}

    /** Every hook that is armed, in a fixed order. */
    public static List<Hook> all(EnforcementPoint enforcement, RemitConfig config) {
        final List<Hook> hooks = new ArrayList<>();
        hooks.add(new ConnectHook(enforcement));
        hooks.add(new ProcessHook(enforcement));
        hooks.add(new CodeHook(enforcement));
        if (ModuleLayer.boot().findModule("java.net.http").isPresent()) {
            hooks.add(new JdkHttpHook(enforcement));
        }
        hooks.add(new HttpUrlConnectionHook(enforcement));
        if (!config.secretsEnv().isEmpty()) {
            hooks.add(new EnvironmentHook(enforcement, config.secretsEnv()));
        }
        if (!config.secretsProperties().isEmpty()) {
            hooks.add(new PropertiesHook(enforcement, config.secretsProperties()));
            hooks.add(new SpringEnvironmentHook(enforcement, config.secretsProperties()));
        }
        if (!config.secretsKeystore().isEmpty()) {
            hooks.add(new KeyStoreHook(enforcement, config.secretsKeystore()));
        }
        final SecretFiles files = new SecretFiles(config.secretsFiles(), config.secretsEnv());
        if (!files.isEmpty()) {
            hooks.add(new FilesHook(enforcement, files));
        }
        hooks.add(new ConcurrencyHook(enforcement));
        hooks.add(new OkHttpHook());
        hooks.add(new ApacheHttp5Hook());
        hooks.add(new ApacheHttp4Hook());
        hooks.add(new NettyHook());
        hooks.add(new GrpcHook());
        hooks.add(new ReactorNettyHook());
        hooks.add(new JettyHook());
        hooks.add(new LangChain4jHook());
        hooks.add(new SpringAiHook(enforcement));
        hooks.add(new McpHook());
        hooks.add(new AdkHook());
        hooks.add(new AnthropicHook());
        hooks.add(new SemanticKernelHook());
        hooks.add(new AgentScopeHook());
        hooks.add(new KoogHook());
        hooks.add(new ReactorHook());
        hooks.add(new RxJavaHook());
        hooks.add(new ServletHook());
        hooks.add(new OpenAiHook());
        hooks.add(new AwsSecretsManagerHook());
        hooks.add(new AwsSsmHook());
        hooks.add(new AwsStsHook());
        hooks.add(new SpringVaultHook());
        hooks.add(new GcpSecretManagerHook());
        hooks.add(new AzureKeyVaultHook());
        hooks.add(new SpiffeHook());
        hooks.add(new Fabric8Hook());
        hooks.add(new KubernetesHook());
        hooks.add(new JopenlibsHook());
        hooks.add(new BetterCloudHook());
        if (!config.tools().isEmpty()) {
            hooks.add(new MethodToolHook(config.tools()));
        }
        if (!config.tasks().isEmpty()) {
            hooks.add(new TaskHook(config.tasks()));
        }
        return hooks;
    }

    /** All hooks for their tables alone: nobody is there whom they could ask. */
    @SuppressWarnings("NullAway") // they keep whom they will ask, and do no more before something is woven
    public static List<Hook> tables(RemitConfig config) {
        return all(null, config);
    }

    /** The call sites of all hooks; an index in this list is a call site's number. */
    public static List<CallSite> callSites(List<Hook> hooks) {
        final List<CallSite> sites = new ArrayList<>();
        for (Hook hook : hooks) {
            sites.addAll(hook.callSites());
        }
        return sites;
    }
}
