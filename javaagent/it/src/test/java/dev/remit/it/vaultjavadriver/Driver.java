package dev.remit.it.vaultjavadriver;

import com.bettercloud.vault.Vault;
import com.bettercloud.vault.VaultConfig;
import com.bettercloud.vault.api.Logical;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;

/** One driver or the other, by the same calls, which their types do not share. */
enum Driver {
    JOPENLIBS(io.github.jopenlibs.vault.VaultException.class) {
        @Override
        Object client(String url, int version) throws Exception {
            return io.github.jopenlibs.vault.Vault.create(config(url, version), version)
                    .withRetries(2, 10);
        }

        private io.github.jopenlibs.vault.VaultConfig config(String url, int version) throws Exception {
            return new io.github.jopenlibs.vault.VaultConfig()
                    .address(url)
                    .token("it-token")
                    .engineVersion(version)
                    .build();
        }

        @Override
        Object logical(Object client) {
            return ((io.github.jopenlibs.vault.Vault) client).logical();
        }

        @Override
        Object read(Object logical, String path) throws Exception {
            return ((io.github.jopenlibs.vault.api.Logical) logical).read(path).getData();
        }

        @Override
        Object readVersion(Object logical, String path) throws Exception {
            return ((io.github.jopenlibs.vault.api.Logical) logical)
                    .read(path, true, 1)
                    .getData();
        }

        @Override
        Object list(Object logical, String path) throws Exception {
            return ((io.github.jopenlibs.vault.api.Logical) logical).list(path).getListData();
        }

        @Override
        Object account(Object client, String role) throws Exception {
            return ((io.github.jopenlibs.vault.Vault) client)
                    .database()
                    .creds(role)
                    .getData();
        }

        @Override
        Object unwrap(Object client) throws Exception {
            return ((io.github.jopenlibs.vault.Vault) client)
                    .sys()
                    .wrapping()
                    .unwrap("wrapping-token")
                    .getData();
        }

        @Override
        Object below(String url) throws Exception {
            return new io.github.jopenlibs.vault.api.Logical(config(url, 2)) {
                @Override
                public io.github.jopenlibs.vault.response.LogicalResponse read(String path)
                        throws io.github.jopenlibs.vault.VaultException {
                    return super.read(path);
                }
            };
        }
    },

    BETTERCLOUD(com.bettercloud.vault.VaultException.class) {
        @Override
        Object client(String url, int version) throws Exception {
            return new Vault(config(url, version), version).withRetries(2, 10);
        }

        private VaultConfig config(String url, int version) throws Exception {
            return new VaultConfig()
                    .address(url)
                    .token("it-token")
                    .engineVersion(version)
                    .build();
        }

        @Override
        Object logical(Object client) {
            return ((Vault) client).logical();
        }

        @Override
        Object read(Object logical, String path) throws Exception {
            return ((Logical) logical).read(path).getData();
        }

        @Override
        Object readVersion(Object logical, String path) throws Exception {
            return ((Logical) logical).read(path, true, 1).getData();
        }

        @Override
        Object list(Object logical, String path) throws Exception {
            return ((Logical) logical).list(path).getListData();
        }

        @Override
        Object account(Object client, String role) throws Exception {
            return ((Vault) client).database().creds(role).getData();
        }

        @Override
        Object unwrap(Object client) throws Exception {
            return new String(((Vault) client)
                    .auth()
                    .unwrap("wrapping-token")
                    .getRestResponse()
                    .getBody());
        }

        @Override
        Object below(String url) throws Exception {
            return new Logical(config(url, 2)) {
                @Override
                public com.bettercloud.vault.response.LogicalResponse read(String path)
                        throws com.bettercloud.vault.VaultException {
                    return super.read(path);
                }
            };
        }
    };

    private final Class<? extends Exception> refusal;

    Driver(Class<? extends Exception> refusal) {
        this.refusal = refusal;
    }

    /** What the driver throws. */
    Class<? extends Exception> refusal() {
        return refusal;
    }

    /** For an engine of this version; a request that fails is made twice more. */
    abstract Object client(String url, int version) throws Exception;

    abstract Object logical(Object client);

    abstract Object read(Object logical, String path) throws Exception;

    abstract Object readVersion(Object logical, String path) throws Exception;

    abstract Object list(Object logical, String path) throws Exception;

    abstract Object account(Object client, String role) throws Exception;

    abstract Object unwrap(Object client) throws Exception;

    /** A class of the application's own below the driver's. */
    abstract Object below(String url) throws Exception;

    /** Reads a path of the versioned engine in some way. */
    Object read(Way way, String url, String path) throws Throwable {
        final Object logical = logical(client(url, 2));
        return switch (way) {
            case DIRECT -> read(logical, path);
            case VERSION -> readVersion(logical, path);
            case SUBCLASS -> read(below(url), path);
            case REFLECTION -> {
                try {
                    yield data(
                            logical.getClass().getMethod("read", String.class).invoke(logical, path));
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            }
            case METHOD_HANDLE ->
                data(MethodHandles.publicLookup()
                        .unreflect(logical.getClass().getMethod("read", String.class))
                        .invoke(logical, path));
        };
    }

    private static Map<?, ?> data(Object answer) throws Exception {
        return (Map<?, ?>) answer.getClass().getMethod("getData").invoke(answer);
    }
}
