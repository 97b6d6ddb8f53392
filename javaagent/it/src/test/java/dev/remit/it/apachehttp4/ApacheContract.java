package dev.remit.it.apachehttp4;

import dev.remit.it.HttpClientContract;
import java.net.URI;
import java.net.URISyntaxException;

/** Apache HttpClient 4 reads a URL as the JDK does. */
abstract class ApacheContract extends HttpClientContract {
    /** How often a classic client asks for a host that no route leads to. Old ones try again. */
    static final int TRIES = Boolean.getBoolean("remit.it.oldest") ? 4 : 1;

    @Override
    protected boolean accepts(String host) {
        try {
            return new URI("http://" + host + ":1/").getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
