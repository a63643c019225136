package dev.fairlead.e2e;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One side of a connection, client or server, that says and hears the very bytes. It makes nothing
 * of HTTP but where a head and a body end.
 */
final class RawPeer implements AutoCloseable {
    private static final Duration READ_LIMIT = Duration.ofSeconds(30);

    private final Socket socket;
    private final InputStream input;

    RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) READ_LIMIT.toMillis());
        this.input = new BufferedInputStream(socket.getInputStream());
    }

    static RawPeer connect(int port) throws IOException {
        return new RawPeer(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /**
     * A message as it was written.
     *
     * @param start the first line
     * @param fields the lines of the head after it
     * @param body without its framing
     */
    record Message(String start, List<String> fields, String body) {
        Message {
            fields = List.copyOf(fields);
        }

        /** The values of a field, in order. */
        List<String> all(String name) {
            String prefix = name.toLowerCase(Locale.ROOT) + ":";
            return fields.stream()
                    .filter(field -> field.toLowerCase(Locale.ROOT).startsWith(prefix))
                    .map(field -> field.substring(prefix.length()).strip())
                    .toList();
        }

        /** The value of a field; empty if it is not there. */
        String field(String name) {
            return String.join(", ", all(name));
        }

        /** The names of all fields, in lower case. */
        List<String> names() {
            return fields.stream()
                    .map(field -> field.substring(0, field.indexOf(':')).toLowerCase(Locale.ROOT))
                    .toList();
        }
    }

    /** Waits for a byte, which stays to be heard; false when the other side has ended. */
    boolean awaitByte() throws IOException {
        input.mark(1);
        boolean there = input.read() >= 0;
        input.reset();
        return there;
    }

    void say(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** Hears a head and what follows it by its own word; without a word, nothing follows. */
    Message hear() throws IOException {
        Message head = hearHead();
        return new Message(head.start(), head.fields(), bodyOf(head));
    }

    /** Hears a head alone. */
    Message hearHead() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!text(head.toByteArray()).endsWith("\r\n\r\n")) {
            head.write(next(head));
        }
        List<String> lines = Arrays.asList(text(head.toByteArray()).strip().split("\r\n", -1));
        return new Message(lines.getFirst(), lines.subList(1, lines.size()), "");
    }

    private String bodyOf(Message head) throws IOException {
        if (!head.field("content-length").isEmpty()) {
            return hear(Integer.parseInt(head.field("content-length")));
        }
        return head.field("transfer-encoding").equals("chunked") ? chunks() : "";
    }

    private String chunks() throws IOException {
        StringBuilder body = new StringBuilder();
        int size = Integer.parseInt(line(), 16);
        while (size > 0) {
            body.append(hear(size));
            line();
            size = Integer.parseInt(line(), 16);
        }
        line();
        return body.toString();
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (!text(line.toByteArray()).endsWith("\r\n")) {
            line.write(next(line));
        }
        return text(line.toByteArray()).strip();
    }

    private int next(ByteArrayOutputStream before) throws IOException {
        int next = input.read();
        if (next < 0) {
            throw new EOFException("ended after: " + text(before.toByteArray()));
        }
        return next;
    }

    /** Hears so many bytes. */
    String hear(int bytes) throws IOException {
        byte[] heard = input.readNBytes(bytes);
        if (heard.length < bytes) {
            throw new EOFException("ended after: " + text(heard));
        }
        return text(heard);
    }

    /** Hears all there is until the other side has ended. */
    String hearRest() throws IOException {
        return text(input.readAllBytes());
    }

    /** Says that nothing more will be said. */
    void end() throws IOException {
        socket.shutdownOutput();
    }

    /** Ends the connection with a reset. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
