package dev.remit.it.awssts;

import com.sun.net.httpserver.HttpExchange;
import dev.remit.it.aws.AwsStub;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Security Token Service over AWS's query protocol: everyone gets the credentials that it has. */
final class StsStub extends AwsStub {
    private static final Pattern ACTION = Pattern.compile("(?:^|&)Action=([A-Za-z]+)");

    private volatile String secretKey = "the-secret-access-key";

    StsStub() {
        super("text/xml");
    }

    /** From now on this is the secret of what it gives: the key, or the token that stands for someone. */
    StsStub giving(String secret) {
        secretKey = secret;
        return this;
    }

    @Override
    protected String answer(HttpExchange exchange, String body) {
        final Matcher found = ACTION.matcher(body);
        final String action = found.find() ? found.group(1) : "";
        if (URLDecoder.decode(body, StandardCharsets.UTF_8).contains("role/it/missing")) {
            return "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no</Message></Error>"
                    + "</ErrorResponse>";
        }
        final String credentials = "<AccessKeyId>ASIA-it</AccessKeyId><SecretAccessKey>" + secretKey
                + "</SecretAccessKey><SessionToken>token-with-" + secretKey
                + "</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>";
        return "<" + action + "Response><" + action + "Result>"
                + switch (action) {
                    case "GetWebIdentityToken" -> "<WebIdentityToken>" + secretKey + "</WebIdentityToken>";
                    case "GetCallerIdentity" -> "<Account>000000000000</Account>";
                    default -> "<Credentials>" + credentials + "</Credentials>";
                }
                + "</" + action + "Result></" + action + "Response>";
    }

    @Override
    protected boolean isFault(String answer) {
        return answer.startsWith("<ErrorResponse>");
    }
}
