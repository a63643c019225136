package dev.fairlead.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** Servers that others have written, to stand behind a sidecar. */
final class Applications {
    private static final Duration START = Duration.ofSeconds(30);
    private static final Pattern PORT = Pattern.compile("(?m)^port (\\d+)$");

    private Applications() {}

    /**
     * A program that serves.
     *
     * @param port of the loopback interface
     */
    record Running(Program program, int port) implements AutoCloseable {
        @Override
        public void close() {
            program.close();
        }
    }

    /** Python's own HTTP server, with answers of this version: {@code HTTP/1.0}. */
    static Running python(Path folder, String version) {
        Path script = folder.resolve("backend.py");
        try (InputStream resource = Applications.class.getResourceAsStream("backend.py")) {
            Files.write(script, Objects.requireNonNull(resource).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Program program = Program.start("python3", List.of("python3", script.toString(), version));
        return new Running(program, Integer.parseInt(program.await(PORT, START).group(1)));
    }

    /** nghttpd with a folder of files, over HTTP/2 without TLS. */
    static Running nghttpd(Path documents) {
        int port = freePort();
        Program program =
                Program.start(
                        "nghttpd",
                        List.of(
                                "nghttpd",
                                "--no-tls",
                                "--address=127.0.0.1",
                                "--htdocs=" + documents,
                                Integer.toString(port)));
        Await.until("nghttpd listens", () -> accepts(port), accepts -> accepts);
        return new Running(program, port);
    }

    /** A port that was free a moment ago, for programs that cannot choose one themselves. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether something takes connections there. */
    static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
