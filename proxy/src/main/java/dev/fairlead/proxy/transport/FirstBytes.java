package dev.fairlead.proxy.transport;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Decides what a connection speaks from the bytes that it began with.
 *
 * <p>HTTP/2 is its whole preface. HTTP/1 is {@code [CRLF] method … SP "HTTP/1." digit} within the
 * first line; the rest of the line, and what is wrong with it, is the HTTP/1 edge's business: a
 * request with a blank in its target shall be refused there, not slip past all rules as opaque
 * bytes. While the bytes may still become either, there is no decision. A TLS record begins with
 * {@code 0x16}, no token character, so it is opaque at once.
 */
final class FirstBytes {
    /** How long a first line may be; a longer one is left to the HTTP/1 edge to refuse. */
    static final int MAX_LINE_BYTES = 16 * 1024;

    /** Longest known method has 17 characters (RFC 3253); a longer first word is not a method. */
    static final int MAX_METHOD_BYTES = 32;

    /** RFC 9113 §3.4. */
    private static final byte[] PREFACE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] VERSION = " HTTP/1.".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SCHEME = "http".getBytes(StandardCharsets.US_ASCII);
    private static final String TOKEN_SYMBOLS = "!#$%&'*+-.^_`|~";

    private FirstBytes() {}

    /**
     * What {@code bytes}, from their reader index, are the beginning of; empty if that takes more
     * bytes. Neither index moves.
     */
    static Optional<Protocol> decide(ByteBuf bytes) {
        int common = commonWithPreface(bytes);
        if (common == PREFACE.length) {
            return Optional.of(Protocol.HTTP_2);
        }
        return common == bytes.readableBytes() ? Optional.empty() : requestLine(bytes);
    }

    private static int commonWithPreface(ByteBuf bytes) {
        int end = Math.min(bytes.readableBytes(), PREFACE.length);
        int common = 0;
        while (common < end && bytes.getByte(bytes.readerIndex() + common) == PREFACE[common]) {
            common++;
        }
        return common;
    }

    private static Optional<Protocol> requestLine(ByteBuf bytes) {
        int start = skipEmptyLine(bytes);
        int end = bytes.writerIndex();
        int blank = start;
        while (blank < end && isTokenCharacter(bytes.getByte(blank))) {
            blank++;
        }
        if (blank - start > MAX_METHOD_BYTES) {
            return Optional.of(Protocol.OPAQUE);
        }
        if (blank == end) {
            return Optional.empty();
        }
        boolean method = blank > start && bytes.getByte(blank) == ' ';
        return method ? afterMethod(bytes, blank) : halfEmptyLine(bytes, start);
    }

    /** RFC 9112 §2.2: a server should ignore an empty line before the request line. */
    private static int skipEmptyLine(ByteBuf bytes) {
        int start = bytes.readerIndex();
        boolean skip =
                bytes.readableBytes() >= 2
                        && bytes.getByte(start) == '\r'
                        && bytes.getByte(start + 1) == '\n';
        return skip ? start + 2 : start;
    }

    private static Optional<Protocol> halfEmptyLine(ByteBuf bytes, int start) {
        boolean half = bytes.readableBytes() == 1 && bytes.getByte(start) == '\r';
        return half ? Optional.empty() : Optional.of(Protocol.OPAQUE);
    }

    /** From the blank after the method: looks for the version before the line ends. */
    private static Optional<Protocol> afterMethod(ByteBuf bytes, int blank) {
        for (int i = blank; i < bytes.writerIndex(); i++) {
            byte b = bytes.getByte(i);
            if (b == ' ' && isVersion(bytes, i)) {
                return Optional.of(Protocol.HTTP_1);
            }
            if (isControl(b)) {
                return Optional.of(Protocol.OPAQUE);
            }
        }
        return bytes.readableBytes() < MAX_LINE_BYTES
                ? Optional.empty()
                : Optional.of(tooLong(bytes, blank + 1));
    }

    private static boolean isVersion(ByteBuf bytes, int from) {
        int digit = from + VERSION.length;
        return hasAt(bytes, from, VERSION)
                && digit < bytes.writerIndex()
                && bytes.getByte(digit) >= '0'
                && bytes.getByte(digit) <= '9';
    }

    private static boolean hasAt(ByteBuf bytes, int from, byte[] expected) {
        if (bytes.writerIndex() - from < expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (bytes.getByte(from + i) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    /** A target too long to wait for its end: HTTP/1 (a 414 to be) if it begins like a target. */
    private static Protocol tooLong(ByteBuf bytes, int target) {
        boolean like = bytes.getByte(target) == '/' || hasAt(bytes, target, SCHEME);
        return like ? Protocol.HTTP_1 : Protocol.OPAQUE;
    }

    private static boolean isControl(byte b) {
        return (b >= 0 && b < ' ') || b == 0x7f;
    }

    /** RFC 9110 §5.6.2: {@code tchar}. */
    private static boolean isTokenCharacter(byte b) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || TOKEN_SYMBOLS.indexOf(b) >= 0;
    }
}
