package dev.remit.it.app;

/** Calls the javaagent's way in as a JVM that says it is Java 11 would. */
public final class OldJava {
    private OldJava() {}

    public static void main(String[] arguments) throws ReflectiveOperationException {
        System.setProperty("java.specification.version", "11");
        Class.forName("dev.remit.javaagent.RemitAgent")
                .getMethod("premain", String.class, java.lang.instrument.Instrumentation.class)
                .invoke(null, null, null);
        System.out.println("went on");
    }
}
