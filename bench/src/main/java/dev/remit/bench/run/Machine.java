package dev.remit.bench.run;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a run ran on. */
final class Machine {
    /** Above it figures are worth little: of a machine that does nothing else some hundredths are in use. */
    private static final double BUSY = 0.15;

    private static final long LOOK_MS = 2_000;

    private Machine() {}

    /** What is worth knowing, fact by fact. */
    static Map<String, String> facts(List<Jdk> jdks) {
        final Map<String, String> facts = new LinkedHashMap<>();
        facts.put("processor", found("/proc/cpuinfo", "model name", System.getProperty("os.arch")));
        facts.put("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
        facts.put("governor", governor());
        facts.put("memory", memory());
        facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        jdks.forEach(jdk -> facts.put(jdk.toString(), jdk.version()));
        facts.put("revision", revision());
        facts.put("load before", String.format(Locale.ROOT, "%.2f", load()));
        return facts;
    }

    /** How many processes wanted to run in the last minute; negative where the system does not say. */
    static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    /**
     * Why figures will be worth little; empty where nothing else is at work. Looks at what is going on now: the load average still holds the build.
     */
    static List<String> warnings() throws InterruptedException {
        final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        // The first look begins, the second says what was since.
        system.getCpuLoad();
        Thread.sleep(LOOK_MS);
        final double inUse = system.getCpuLoad();
        return inUse <= BUSY
                ? List.of()
                : List.of(String.format(
                        Locale.ROOT,
                        "The machine was busy before: %.0f %% of its processors were in use. Measure again while nothing else runs.",
                        inUse * 100));
    }

    private static String governor() {
        try {
            return Files.readString(Path.of("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"))
                    .strip();
        } catch (IOException e) {
            return "not to be seen (a virtual machine?)";
        }
    }

    private static String memory() {
        final String kilobytes = found("/proc/meminfo", "MemTotal", "0").replaceAll("\\D", "");
        return kilobytes.equals("0") ? "not to be seen" : Long.parseLong(kilobytes) / 1_048_576 + " GB";
    }

    private static String found(String file, String key, String otherwise) {
        try {
            return Files.readAllLines(Path.of(file)).stream()
                    .filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(otherwise);
        } catch (IOException e) {
            return otherwise;
        }
    }

    private static String revision() {
        try {
            final String commit = git("rev-parse", "--short=12", "HEAD");
            return git("status", "--porcelain").isEmpty() ? commit : commit + ", with changes";
        } catch (IOException e) {
            return "no git here";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private static String git(String... arguments) throws IOException, InterruptedException {
        final String[] command = new String[arguments.length + 1];
        command[0] = "git";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        final Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        final String out = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("git has no answer");
        }
        return out.strip();
    }
}
