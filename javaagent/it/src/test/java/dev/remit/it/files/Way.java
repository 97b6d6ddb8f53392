package dev.remit.it.files;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.io.Reader;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.util.Scanner;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every way in which the JDK reads a file, or gives it a name by which it could be read. */
enum Way {
    FILE_INPUT_STREAM {
        @Override
        String read(Path secret, Path folder) throws IOException {
            return text(new FileInputStream(secret.toFile()));
        }
    },
    FILE_INPUT_STREAM_OF_A_NAME {
        @Override
        String read(Path secret, Path folder) throws IOException {
            return text(new FileInputStream(secret.toString()));
        }
    },
    FILE_INPUT_STREAM_SUBCLASS {
        @Override
        String read(Path secret, Path folder) throws IOException {
            return text(new FileInputStream(secret.toFile()) {});
        }
    },
    FILE_INPUT_STREAM_BY_REFLECTION {
        @Override
        String read(Path secret, Path folder) throws Throwable {
            try {
                return text(FileInputStream.class.getConstructor(String.class).newInstance(secret.toString()));
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    },
    FILE_INPUT_STREAM_BY_METHOD_HANDLE {
        @Override
        String read(Path secret, Path folder) throws Throwable {
            return text((FileInputStream) MethodHandles.lookup()
                    .findConstructor(FileInputStream.class, MethodType.methodType(void.class, File.class))
                    .invoke(secret.toFile()));
        }
    },
    FILE_READER {
        @Override
        String read(Path secret, Path folder) throws IOException {
            return text(new FileReader(secret.toFile(), StandardCharsets.UTF_8));
        }
    },
    SCANNER {
        @Override
        String read(Path secret, Path folder) throws IOException {
            try (Scanner scanner = new Scanner(secret.toFile(), StandardCharsets.UTF_8)) {
                return scanner.nextLine();
            }
        }
    },
    RANDOM_ACCESS_FILE {
        @Override
        String read(Path secret, Path folder) throws IOException {
            try (RandomAccessFile file = new RandomAccessFile(secret.toFile(), "r")) {
                return file.readLine();
            }
        }
    },
    RANDOM_ACCESS_FILE_ALSO_FOR_WRITING {
        @Override
        String read(Path secret, Path folder) throws IOException {
            try (RandomAccessFile file = new RandomAccessFile(secret.toString(), "rw")) {
                return file.readLine();
            }
        }
    },
    FILE_URL {
        @Override
        String read(Path secret, Path folder) throws IOException {
            return text(secret.toUri().toURL().openStream());
        }
    },
    RENAME_TO {
        @Override
        String read(Path secret, Path folder) throws IOException {
            final Path other = folder.resolve("renamed");
            if (!secret.toFile().renameTo(other.toFile())) {
                throw new IOException("not renamed");
            }
            return textAndBack(other, secret);
        }

        @Override
        Class<? extends Exception> refusal() {
            // It declares no IOException.
            return SecurityException.class;
        }
    },
    CHILD_PROCESS_INPUT {
        @Override
        String read(Path secret, Path folder) throws IOException {
            return text(new ProcessBuilder("/bin/cat")
                    .redirectInput(secret.toFile())
                    .start()
                    .getInputStream());
        }

        @Override
        Class<? extends Exception> refusal() {
            // ProcessBuilder wraps it, as any.
            return IOException.class;
        }
    },
    CLASS_LOADER {
        @Override
        String read(Path secret, Path folder) throws IOException {
            final URL[] path = {secret.getParent().toUri().toURL()};
            try (URLClassLoader loader = new URLClassLoader(path, null);
                    InputStream in =
                            loader.getResource(secret.getFileName().toString()).openStream()) {
                return text(in);
            }
        }
    },
    READ_STRING {
        @Override
        String read(Path secret, Path folder) throws IOException {
            return Files.readString(secret);
        }
    },
    READ_STRING_BY_REFLECTION {
        @Override
        String read(Path secret, Path folder) throws Throwable {
            try {
                return (String) Files.class.getMethod("readString", Path.class).invoke(null, secret);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    },
    READ_STRING_BY_METHOD_HANDLE {
        @Override
        String read(Path secret, Path folder) throws Throwable {
            return (String) MethodHandles.lookup()
                    .findStatic(Files.class, "readString", MethodType.methodType(String.class, Path.class))
                    .invoke(secret);
        }
    },
    READ_ALL_BYTES {
        @Override
        String read(Path secret, Path folder) throws IOException {
            return new String(Files.readAllBytes(secret), StandardCharsets.UTF_8);
        }
    },
    LINES {
        @Override
        String read(Path secret, Path folder) throws IOException {
            try (Stream<String> lines = Files.lines(secret)) {
                return lines.collect(Collectors.joining());
            }
        }
    },
    BUFFERED_READER {
        @Override
        String read(Path secret, Path folder) throws IOException {
            return text(Files.newBufferedReader(secret));
        }
    },
    NEW_INPUT_STREAM {
        @Override
        String read(Path secret, Path folder) throws IOException {
            return text(Files.newInputStream(secret));
        }
    },
    SCANNER_OF_A_PATH {
        @Override
        String read(Path secret, Path folder) throws IOException {
            try (Scanner scanner = new Scanner(secret, StandardCharsets.UTF_8)) {
                return scanner.nextLine();
            }
        }
    },
    BYTE_CHANNEL {
        @Override
        String read(Path secret, Path folder) throws IOException {
            return text(Files.newByteChannel(secret));
        }
    },
    BYTE_CHANNEL_ALSO_FOR_WRITING {
        @Override
        String read(Path secret, Path folder) throws IOException {
            return text(Files.newByteChannel(
                    secret, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE));
        }
    },
    FILE_CHANNEL {
        @Override
        String read(Path secret, Path folder) throws IOException {
            return text(FileChannel.open(secret));
        }
    },
    MAPPED {
        @Override
        String read(Path secret, Path folder) throws IOException {
            try (FileChannel channel = FileChannel.open(secret, StandardOpenOption.READ)) {
                return StandardCharsets.UTF_8
                        .decode(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()))
                        .toString();
            }
        }
    },
    ASYNCHRONOUS {
        @Override
        String read(Path secret, Path folder) throws Exception {
            try (AsynchronousFileChannel channel = AsynchronousFileChannel.open(secret)) {
                final ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
                channel.read(bytes, 0).get();
                return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
            }
        }
    },
    COPY_TO_A_STREAM {
        @Override
        String read(Path secret, Path folder) throws IOException {
            final ByteArrayOutputStream copy = new ByteArrayOutputStream();
            Files.copy(secret, copy);
            return copy.toString(StandardCharsets.UTF_8);
        }
    },
    COPY_TO_A_FILE {
        @Override
        String read(Path secret, Path folder) throws IOException {
            return Files.readString(Files.copy(secret, folder.resolve("copy")));
        }
    },
    MOVE {
        @Override
        String read(Path secret, Path folder) throws IOException {
            return textAndBack(Files.move(secret, folder.resolve("moved")), secret);
        }
    },
    SECURE_DIRECTORY_STREAM {
        @Override
        String read(Path secret, Path folder) throws IOException {
            try (SecureDirectoryStream<Path> secrets = secure(secret.getParent())) {
                return text(secrets.newByteChannel(secret.getFileName(), Set.of(StandardOpenOption.READ)));
            }
        }
    },
    SECURE_DIRECTORY_STREAM_OF_A_FOLDER_IN_IT {
        @Override
        String read(Path secret, Path folder) throws IOException {
            final Path parent = secret.getParent();
            try (SecureDirectoryStream<Path> above = secure(parent.getParent());
                    SecureDirectoryStream<Path> secrets = above.newDirectoryStream(parent.getFileName())) {
                return text(secrets.newByteChannel(secret.getFileName(), Set.of(StandardOpenOption.READ)));
            }
        }
    },
    SECURE_DIRECTORY_STREAM_UP_AND_DOWN {
        @Override
        String read(Path secret, Path folder) throws IOException {
            try (SecureDirectoryStream<Path> elsewhere = secure(folder)) {
                return text(elsewhere.newByteChannel(folder.relativize(secret), Set.of(StandardOpenOption.READ)));
            }
        }
    },
    SECURE_MOVE {
        @Override
        String read(Path secret, Path folder) throws IOException {
            try (SecureDirectoryStream<Path> secrets = secure(secret.getParent());
                    SecureDirectoryStream<Path> target = secure(folder)) {
                secrets.move(secret.getFileName(), target, Path.of("moved"));
            }
            return textAndBack(folder.resolve("moved"), secret);
        }
    };

    /** The file's text; for the ways that take it away, it is back in its place afterwards. */
    abstract String read(Path secret, Path folder) throws Throwable;

    Class<? extends Exception> refusal() {
        return ordinal() < READ_STRING.ordinal() ? FileNotFoundException.class : AccessDeniedException.class;
    }

    private static String textAndBack(Path other, Path secret) throws IOException {
        final String text = Files.readString(other);
        Files.move(other, secret);
        return text;
    }

    private static String text(InputStream in) throws IOException {
        return text(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    private static String text(Reader in) throws IOException {
        try (BufferedReader reader = new BufferedReader(in)) {
            return reader.readLine();
        }
    }

    private static String text(SeekableByteChannel channel) throws IOException {
        try (channel) {
            final ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
            channel.read(bytes);
            return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
        }
    }

    private static SecureDirectoryStream<Path> secure(Path folder) throws IOException {
        final DirectoryStream<Path> stream = Files.newDirectoryStream(folder);
        return (SecureDirectoryStream<Path>) stream;
    }
}
