package dev.fairlead.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * An HTTP/1 application that answers with what it has read, byte by byte: the head of the request
 * and its body as it was framed. To a request for an upgrade it answers 101 and sends back what
 * follows; to one for {@code /large} it answers with a head of more than 5,000 bytes.
 */
final class EchoApplication implements AutoCloseable {
    private static final String LARGE = "X: " + "x".repeat(5000) + "\r\n";

    private final ServerSocket listener;

    EchoApplication() {
        try {
            listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().name("echo").start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread.ofPlatform().daemon().name("echo client").start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void serve(Socket client) {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            boolean goesOn = true;
            while (goesOn) {
                goesOn = exchange(in, client.getOutputStream());
            }
        } catch (IOException gone) {
            // the proxy ends connections as it likes
        }
    }

    private static boolean exchange(InputStream in, OutputStream out) throws IOException {
        String head = until(in, "\r\n\r\n");
        if (head.isEmpty()) {
            return false;
        }
        if (head.contains("upgrade: echo")) {
            write(
                    out,
                    "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n");
            in.transferTo(out);
            return false;
        }
        String body = head + body(in, head);
        write(
                out,
                "HTTP/1.1 200 OK\r\nContent-Length: %d\r\nl5d-orig-proto: HTTP/0.9\r\n%s\r\n"
                        .formatted(body.length(), head.contains(" /large ") ? LARGE : ""));
        if (!head.startsWith("HEAD ")) {
            write(out, body);
        }
        return head.contains(" HTTP/1.1\r\n");
    }

    private static String body(InputStream in, String head) throws IOException {
        if (head.contains("transfer-encoding: chunked")) {
            return until(in, "0\r\n\r\n");
        }
        int at = head.indexOf("content-length: ");
        if (at < 0) {
            return "";
        }
        String length = head.substring(at + "content-length: ".length(), head.indexOf('\r', at));
        return new String(in.readNBytes(Integer.parseInt(length)), ISO_8859_1);
    }

    /** Reads up to and with {@code end}; nothing if the input ends before. */
    private static String until(InputStream in, String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.length() < end.length()
                || !text.substring(text.length() - end.length()).equals(end)) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            text.append((char) next);
        }
        return text.toString();
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(ISO_8859_1));
        out.flush();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
