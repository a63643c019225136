package dev.fairlead.e2e;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** One connection, byte by byte: it says what a test wants, however wrong. */
final class Http1Connection implements AutoCloseable {
    private static final Duration READ_LIMIT = Duration.ofSeconds(30);

    private final Socket socket;
    private final InputStream input;
    private final OutputStream output;

    Http1Connection(int port) throws IOException {
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) READ_LIMIT.toMillis());
        this.input = new BufferedInputStream(socket.getInputStream());
        this.output = socket.getOutputStream();
    }

    /**
     * An answer.
     *
     * @param headers names in lower case; the last of several
     */
    record Answer(int status, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /** Sends a GET without a body and reads its answer. */
    Answer get(String host, String path) throws IOException {
        send("GET %s HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(path, host));
        return receive();
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void send(byte[] bytes) throws IOException {
        output.write(bytes);
        output.flush();
    }

    /** Reads one answer with a length, in chunks, or until the connection ends. */
    Answer receive() throws IOException {
        String[] statusLine = line().split(" ", 3);
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Answer(Integer.parseInt(statusLine[1]), headers, body(headers));
    }

    private String body(Map<String, String> headers) throws IOException {
        if (headers.containsKey("content-length")) {
            return text(input.readNBytes(Integer.parseInt(headers.get("content-length"))));
        }
        if (!headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
            return text(input.readAllBytes());
        }
        StringBuilder body = new StringBuilder();
        int size = Integer.parseInt(line(), 16);
        while (size > 0) {
            body.append(text(input.readNBytes(size)));
            line();
            size = Integer.parseInt(line(), 16);
        }
        line();
        return body.toString();
    }

    /** The next line without its end. */
    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = input.read();
        while (next != '\n') {
            if (next < 0) {
                throw new EOFException("closed after: " + text(line.toByteArray()));
            }
            line.write(next);
            next = input.read();
        }
        return text(line.toByteArray()).strip();
    }

    /** Reads until what has come ends so, and gives all of it. */
    String awaitText(String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (!text.toString().endsWith(end)) {
            int next = input.read();
            if (next < 0) {
                throw new EOFException("closed after: " + text);
            }
            text.append((char) next);
        }
        return text.toString();
    }

    /** Waits for the peer to end the connection, and gives what came before. */
    String awaitEnd() throws IOException {
        return text(input.readAllBytes());
    }

    Socket socket() {
        return socket;
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
