package dev.remit.engine.audit.redact;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a secret looks in base64 (RFC 4648, both alphabets) and percent-encoding (RFC 3986, and as forms and scripts write it). In base64 it may begin at any of
 * three places of a group, as in {@code user:password}: what depends on its neighbours is left out. Stateless.
 */
final class EncodedForms {
    private static final Pattern ESCAPE = Pattern.compile("%[0-9A-F]{2}");

    /** Bytes in front of a secret in its group, and how many characters depend on them. */
    private static final int[] SHARED = {0, 2, 3};

    private EncodedForms() {}

    static Set<String> of(String secret) {
        Set<String> forms = new LinkedHashSet<>();
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        forms.add(Base64.getEncoder().encodeToString(bytes));
        forms.add(Base64.getUrlEncoder().encodeToString(bytes));
        for (int before = 0; before < SHARED.length; before++) {
            byte[] shifted = new byte[before + bytes.length];
            System.arraycopy(bytes, 0, shifted, before, bytes.length);
            // A last character that is not full depends on what follows.
            int end = shifted.length * 8 / 6;
            forms.add(Base64.getEncoder().encodeToString(shifted).substring(SHARED[before], end));
            forms.add(Base64.getUrlEncoder().encodeToString(shifted).substring(SHARED[before], end));
            Arrays.fill(shifted, (byte) 0);
        }
        Arrays.fill(bytes, (byte) 0);
        addPercentForms(secret, forms);
        forms.remove(secret);
        return forms;
    }

    private static void addPercentForms(String secret, Set<String> forms) {
        String form = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        String strict = form.replace("+", "%20").replace("*", "%2A").replace("%7E", "~");
        String script = strict.replace("%21", "!")
                .replace("%27", "'")
                .replace("%28", "(")
                .replace("%29", ")")
                .replace("%2A", "*");
        for (String encoded : List.of(form, strict, script)) {
            forms.add(encoded);
            Matcher escapes = ESCAPE.matcher(encoded);
            forms.add(escapes.replaceAll(escape -> escape.group().toLowerCase(Locale.ROOT)));
        }
    }
}
