package dev.fairlead.proxy.transport;

import io.netty.channel.ConnectTimeoutException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.List;

/** Names the system error behind an exception, as the metrics' label {@code errno} wants it. */
public final class Errno {
    /** The error of an exception that is about input or output but names no known system error. */
    public static final String UNKNOWN = "UNKNOWN";

    /** A system error: its symbol and the words that the JDK and strerror(3) have for it. */
    private record Known(String symbol, String words) {}

    // neither the JDK nor Netty's connect exception give the number, only the words
    private static final List<Known> KNOWN =
            List.of(
                    new Known("ECONNRESET", "Connection reset"),
                    new Known("EPIPE", "Broken pipe"),
                    new Known("ETIMEDOUT", "timed out"),
                    new Known("ECONNREFUSED", "Connection refused"),
                    new Known("EHOSTUNREACH", "No route to host"),
                    new Known("ENETUNREACH", "Network is unreachable"),
                    new Known("ECONNABORTED", "connection abort"),
                    new Known("EADDRNOTAVAIL", "Cannot assign requested address"),
                    new Known("EADDRINUSE", "Address already in use"),
                    new Known("EMFILE", "Too many open files"),
                    new Known("ENOTCONN", "not connected"),
                    new Known("EACCES", "Permission denied"));

    private Errno() {}

    /**
     * The symbol of the error behind {@code cause}: {@code ECONNRESET} for example, {@link
     * #UNKNOWN}, or empty if it is none of the system's (a bug, or the connection was closed by
     * us).
     */
    public static String symbol(Throwable cause) {
        if (cause instanceof ConnectTimeoutException) {
            return "ETIMEDOUT";
        }
        if (!(cause instanceof IOException) || cause instanceof ClosedChannelException) {
            return "";
        }
        String message = String.valueOf(cause.getMessage());
        return KNOWN.stream()
                .filter(known -> message.contains(known.words()))
                .map(Known::symbol)
                .findFirst()
                .orElse(UNKNOWN);
    }
}
