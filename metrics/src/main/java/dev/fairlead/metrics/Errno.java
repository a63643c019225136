package dev.fairlead.metrics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The closed set of the label {@code errno}: how a connection ended. */
final class Errno {
    /** A symbol that is none of the known ones. */
    private static final String OTHER = "OTHER";

    /**
     * The empty one is a clean end; the rest are the errors of Linux that a stream socket can end
     * with.
     */
    private static final List<String> SYMBOLS =
            List.of(
                    "",
                    OTHER,
                    "EACCES",
                    "EADDRINUSE",
                    "EADDRNOTAVAIL",
                    "EAGAIN",
                    "EBADF",
                    "ECONNABORTED",
                    "ECONNREFUSED",
                    "ECONNRESET",
                    "EHOSTDOWN",
                    "EHOSTUNREACH",
                    "EINTR",
                    "EINVAL",
                    "EIO",
                    "EMFILE",
                    "ENETDOWN",
                    "ENETRESET",
                    "ENETUNREACH",
                    "ENFILE",
                    "ENOBUFS",
                    "ENOMEM",
                    "ENOTCONN",
                    "EPERM",
                    "EPIPE",
                    "EPROTO",
                    "ESHUTDOWN",
                    "ETIMEDOUT");

    private static final Map<String, Integer> INDEX = index();

    private Errno() {}

    /** The number of a symbol; an unknown one has that of {@code OTHER}. */
    static int index(String symbol) {
        return symbol.isEmpty() ? 0 : INDEX.getOrDefault(symbol, SYMBOLS.indexOf(OTHER));
    }

    static String symbol(int index) {
        return SYMBOLS.get(index);
    }

    private static Map<String, Integer> index() {
        Map<String, Integer> index = new HashMap<>();
        for (String symbol : SYMBOLS) {
            index.put(symbol, index.size());
        }
        return index;
    }
}
