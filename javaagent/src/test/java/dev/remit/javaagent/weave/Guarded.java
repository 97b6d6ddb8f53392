package dev.remit.javaagent.weave;

import java.io.IOException;

/** Methods of every form that is woven, for the tests to weave. */
@SuppressWarnings("unused")
public class Guarded implements Comparable<Guarded> {
    private static final long BIG = 0x1234_5678_9abc_def0L;
    private static final double PI = 3.141592653589793;

    private final String host = "acme.com";
    private final Object port = 443;

    public String text(String first, int number, Object second) {
        return first + number + second;
    }

    public void nothing() {}

    public long wide(long a, double b, String text, float c, Object other, long d) {
        return a + (long) b + text.length() + (long) c + d + BIG;
    }

    public static long numbers(int a, long b, String text, int c) {
        return a + b + c + text.length() - 4;
    }

    public double broad(double a) {
        return a * PI;
    }

    public static String of(String name, String[] many) {
        return name + many.length;
    }

    public static boolean isEven(int n) {
        if (n == 0) {
            return true;
        }
        return n != 1 && isEven(n - 2);
    }

    public String failing(String message) throws IOException {
        throw new IOException(message);
    }

    public String catching(String text) {
        for (int i = 0; i < 3; i++) {
            try {
                if (i == 1) {
                    throw new IllegalStateException(text);
                }
            } catch (IllegalStateException e) {
                final String caught = "caught " + e.getMessage();
                return caught;
            } finally {
                text = text + i;
            }
        }
        return "none";
    }

    public synchronized String locked(String key, long[] numbers) {
        synchronized (this) {
            long sum = 0;
            for (long number : numbers) {
                sum += number;
            }
            return switch (key) {
                case "sum" -> String.valueOf(sum);
                case "none" -> null;
                default -> throw new IllegalArgumentException(key);
            };
        }
    }

    private String hidden(String text) {
        return host + port + text;
    }

    public String callHidden(String text) {
        return hidden(text);
    }

    @Override
    public int compareTo(Guarded other) {
        return 0;
    }
}
