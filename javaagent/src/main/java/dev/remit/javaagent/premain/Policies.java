package dev.remit.javaagent.premain;

import dev.remit.cedar.compile.PolicyCompiler;
import dev.remit.cedar.entity.EntityParser;
import dev.remit.cedar.entity.EntityStore;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.ErrorMode;
import dev.remit.cedar.parse.PolicyParser;
import dev.remit.cedar.parse.PolicySource;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the policy files that the configuration names. */
final class Policies {
    private static final String SUFFIX = ".cedar";

    private Policies() {}

    /** The files of a policy: the file itself, or every {@code .cedar} file of the folder and those below it, by name. */
    static List<File> files(File fileOrFolder) throws IOException {
        final List<File> files = new ArrayList<>();
        if (fileOrFolder.isDirectory()) {
            collect(fileOrFolder, files);
            if (files.isEmpty()) {
                throw new IOException(
                        "policy=" + fileOrFolder + " holds no " + SUFFIX + " file; add one, or name the file");
            }
        } else {
            files.add(fileOrFolder);
        }
        return files;
    }

    private static void collect(File folder, List<File> files) throws IOException {
        final File @Nullable [] entries = folder.listFiles();
        if (entries == null) {
            throw new IOException("policy=" + folder + " can't be listed; let the user of this JVM read it");
        }
        Arrays.sort(entries);
        for (File entry : entries) {
            if (entry.isDirectory()) {
                collect(entry, files);
            } else if (entry.getName().endsWith(SUFFIX)) {
                files.add(entry);
            }
        }
    }

    /** Parses and compiles. */
    static CompiledPolicies compile(List<File> files, @Nullable File entities) throws IOException {
        final List<PolicySource> sources = new ArrayList<>();
        for (File file : files) {
            sources.add(new PolicySource(file.getPath(), read(file)));
        }
        final EntityStore store =
                entities == null ? EntityStore.empty() : EntityParser.parse(entities.getPath(), read(entities));
        return PolicyCompiler.compile(PolicyParser.parse(sources), store, ErrorMode.GUARD);
    }

    private static String read(File file) throws IOException {
        try (FileInputStream in = new FileInputStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
