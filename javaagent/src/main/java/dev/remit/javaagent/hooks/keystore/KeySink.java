package dev.remit.javaagent.hooks.keystore;

import dev.remit.engine.config.NamePatterns;
import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.weave.Refusal;
import dev.remit.javaagent.weave.Sink;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.UnrecoverableKeyException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A key is about to be gotten out of a key store; what was let through is known to redaction before the application has it. Thread-safe. */
record KeySink(EnforcementPoint enforcement, NamePatterns secrets) implements Sink {
    /** As many bytes as a line of PEM shows. */
    private static final int LINE = 48;

    @Override
    public @Nullable Object enter(int site, @Nullable Object self, @Nullable Object first, @Nullable Object second)
            throws Refusal {
        if (!(first instanceof String alias)
                || !isSecret(alias)
                || !(self instanceof KeyStore store)
                || !isKey(store, alias)) {
            enforcement.pass(site);
            return null;
        }
        final @Nullable String refusal = enforcement.secret(site, null, "keystore", alias.toLowerCase(Locale.ENGLISH));
        if (refusal != null) {
            throw new Refusal(new UnrecoverableKeyException(refusal));
        }
        return null;
    }

    @Override
    public @Nullable Object result(int site, @Nullable Object self, @Nullable Object first, @Nullable Object result) {
        final @Nullable Key key = result instanceof Key one
                ? one
                : result instanceof KeyStore.PrivateKeyEntry entry
                        ? entry.getPrivateKey()
                        : result instanceof KeyStore.SecretKeyEntry entry ? entry.getSecretKey() : null;
        final boolean secret = first instanceof String alias && isSecret(alias);
        enforcement.end(site, key != null && secret ? texts(key) : null, null);
        return result;
    }

    private boolean isSecret(String alias) {
        return secrets.matches(alias.toLowerCase(Locale.ENGLISH));
    }

    /** Whether a key is behind the alias; the application's own call says what is wrong with a key store that does not know. */
    private boolean isKey(KeyStore store, String alias) {
        if (enforcement.isGuarding()) {
            return false;
        }
        final boolean[] key = new boolean[1];
        enforcement.unguarded(new Runnable() {
            @Override
            public void run() {
                try {
                    key[0] = store.isKeyEntry(alias);
                } catch (KeyStoreException e) {
                    key[0] = false;
                }
            }
        });
        return key[0];
    }

    /** What a key looks like where it is written down: in base64 as a whole and in lines as of PEM, and as it is if that is text. */
    private static List<String> texts(Key key) {
        final List<String> texts = new ArrayList<>();
        final byte @Nullable [] bytes = key.getEncoded();
        if (bytes == null) {
            return texts;
        }
        if ("RAW".equals(key.getFormat())) {
            texts.add(new String(bytes, StandardCharsets.UTF_8));
        }
        texts.add(Base64.getEncoder().encodeToString(bytes));
        for (int from = 0; bytes.length > LINE && from < bytes.length; from += LINE) {
            final byte[] line = new byte[Math.min(LINE, bytes.length - from)];
            System.arraycopy(bytes, from, line, 0, line.length);
            texts.add(Base64.getEncoder().encodeToString(line));
        }
        return texts;
    }
}
