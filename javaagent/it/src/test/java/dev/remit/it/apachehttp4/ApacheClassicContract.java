package dev.remit.it.apachehttp4;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.it.HttpClientContract;
import dev.remit.it.Refusals;
import java.io.IOException;
import org.apache.http.HttpException;
import org.apache.http.HttpHost;
import org.apache.http.client.ClientProtocolException;
import org.apache.http.client.HttpClient;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.BasicResponseHandler;
import org.junit.jupiter.api.Test;

/** What holds besides for every classic client of Apache HttpClient 4. */
abstract class ApacheClassicContract extends HttpClientContract {
    /** How often a client asks for a host that no route leads to. Old ones try again. */
    private static final int TRIES = Boolean.getBoolean("remit.it.oldest") ? 4 : 1;

    /** The client. */
    abstract HttpClient client();

    @Override
    protected int connects() {
        return TRIES;
    }

    @Override
    protected boolean accepts(String host) {
        return isReadByTheJdk(host);
    }

    @Override
    protected String get(String url) throws Exception {
        return client().execute(new HttpGet(url), new BasicResponseHandler());
    }

    @Test
    void shouldTellARefusalAsEveryFailureOfTheProtocol() {
        final IOException refusal = Refusals.assertRefused(() -> get(server.denied("/")));

        assertThat(refusal).isInstanceOf(ClientProtocolException.class).hasCauseInstanceOf(HttpException.class);
        assertThat(recorded.decisions()).hasSize(1);
    }

    @Test
    void shouldDecideWhereARequestGoesAndNotWhatItsUrlClaims() {
        Refusals.assertRefused(() -> client().execute(
                        new HttpHost("127.0.0.1", server.port()),
                        new HttpGet(server.allowed("/")),
                        new BasicResponseHandler()));

        assertThat(server.requests()).isZero();
        assertThat(only(recorded.decisions()).path("category").asText()).isEqualTo("http");
    }
}
