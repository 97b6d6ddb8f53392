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
import dev.remit.javaagent.hooks.embabel.EmbabelHook;
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
import dev.remit.javaagent.hooks.vertx.VertxHook;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import java.util.ArrayList;
import java.util.List;

/** The table of all guarded libraries. To add one is a line here and a package beside the others. */
public final class Hooks {
    private Hooks() {}

    /** The hooks of the JDK, and of what the configuration says, in a fixed order. */
    public static List<Hook> configured(EnforcementPoint enforcement, RemitConfig config) {
        final List<Hook> hooks = new ArrayList<>();
        hooks.add(new ConnectHook(enforcement));
        hooks.add(new ProcessHook(enforcement));
        hooks.add(new CodeHook(enforcement));
        hooks.add(new HttpUrlConnectionHook(enforcement));
        if (ModuleLayer.boot().findModule("java.net.http").isPresent()) {
            hooks.add(new JdkHttpHook(enforcement));
        }
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
        hooks.add(new SpringAiHook(enforcement));
        if (!config.tools().isEmpty()) {
            hooks.add(new MethodToolHook(config.tools()));
        }
        if (!config.tasks().isEmpty()) {
            hooks.add(new TaskHook(config.tasks()));
        }
        return hooks;
    }

    /** The hooks of libraries that ask the gate alone, in a fixed order. */
    public static List<Hook> libraries() {
        return List.of(
                new OkHttpHook(),
                new ApacheHttp5Hook(),
                new ApacheHttp4Hook(),
                new NettyHook(),
                new GrpcHook(),
                new ReactorNettyHook(),
                new JettyHook(),
                new VertxHook(),
                new LangChain4jHook(),
                new McpHook(),
                new AdkHook(),
                new AnthropicHook(),
                new SemanticKernelHook(),
                new AgentScopeHook(),
                new KoogHook(),
                new EmbabelHook(),
                new ReactorHook(),
                new RxJavaHook(),
                new ServletHook(),
                new OpenAiHook(),
                new AwsSecretsManagerHook(),
                new AwsSsmHook(),
                new AwsStsHook(),
                new SpringVaultHook(),
                new GcpSecretManagerHook(),
                new AzureKeyVaultHook(),
                new SpiffeHook(),
                new Fabric8Hook(),
                new KubernetesHook(),
                new JopenlibsHook(),
                new BetterCloudHook());
    }

    /** All hooks for their tables alone: nobody is there whom they could ask. */
    @SuppressWarnings("NullAway") // they keep whom they will ask, and do no more before something is woven
    public static List<Hook> tables(RemitConfig config) {
        final List<Hook> hooks = new ArrayList<>(configured(null, config));
        hooks.addAll(libraries());
        return hooks;
    }

    /** The call sites of hooks, in their order. */
    public static List<CallSite> callSites(List<Hook> hooks) {
        final List<CallSite> sites = new ArrayList<>();
        for (Hook hook : hooks) {
            sites.addAll(hook.callSites());
        }
        return sites;
    }
}
