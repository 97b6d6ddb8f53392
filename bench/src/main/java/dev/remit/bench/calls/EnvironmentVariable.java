package dev.remit.bench.calls;

/** {@code System.getenv}. */
final class EnvironmentVariable implements Call {
    private final String name;

    EnvironmentVariable(String name) {
        this.name = name;
    }

    @Override
    public boolean make() {
        try {
            return System.getenv(name) != null;
        } catch (SecurityException e) {
            return false;
        }
    }
}
