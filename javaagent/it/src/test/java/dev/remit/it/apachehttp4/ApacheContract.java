package dev.remit.it.apachehttp4;

import dev.remit.it.HttpClientContract;
import java.net.URI;
import java.net.URISyntaxException;

/** Apache HttpClient 4 reads a URL as the JDK does. */
abstract class ApacheContract extends HttpClientContract {
    @Override
    protected boolean accepts(String host) {
        try {
            return new URI("http://" + host + ":1/").getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
