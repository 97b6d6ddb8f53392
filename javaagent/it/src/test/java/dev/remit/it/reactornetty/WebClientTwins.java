package dev.remit.it.reactornetty;

import dev.remit.it.HttpClientContract;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import reactor.netty.http.client.HttpClient;

class WebClientTwins extends HttpClientContract {
    private final HttpClient netty = HttpClient.create().followRedirect(true);

    @Override
    protected String get(String url) throws Exception {
        return get(netty, url);
    }

    @Override
    protected String getAsTheJdkResolves(String url) throws Exception {
        return get(netty.resolver(DefaultAddressResolverGroup.INSTANCE), url);
    }

    private static String get(HttpClient through, String url) throws Exception {
        final WebClient client = WebClient.builder()
                .clientConnector(new ReactorClientHttpConnector(through))
                .build();
        try {
            return client.get()
                    .uri(URI.create(url))
                    .retrieve()
                    .bodyToMono(String.class)
                    .block(Duration.ofSeconds(20));
        } catch (WebClientRequestException e) {
            throw e.getCause() instanceof IOException io ? io : e;
        }
    }

    @Override
    protected boolean accepts(String host) {
        return isReadByTheJdk(host);
    }
}
