package dev.remit.it.app;

/** An application with methods that a configuration makes tasks. */
public final class Bound {
    private Bound() {}

    /** The main class. */
    public static void main(String[] arguments) {
        System.out.println(refund("alice") + ' ' + pay("alice") + ' ' + pay(1));
    }

    static String refund(String user) {
        return "refund " + user;
    }

    static String pay(String user) {
        return "pay " + user;
    }

    static String pay(int cents) {
        return "pay " + cents;
    }

    /** A class that nothing loads. */
    public static final class Unused {
        private Unused() {}

        /** Never called. */
        public static void run() {}
    }
}
