package dev.fairlead.proxy.admin;

import java.util.Locale;
import java.util.regex.Pattern;

/** Which media types a client takes (RFC 9110 §12.5.1), as far as this server has a choice. */
final class Accept {
    private static final Pattern REFUSED = Pattern.compile(";\\s*q\\s*=\\s*0(\\.0*)?\\s*(;|$)");

    private Accept() {}

    /** Whether JSON is among what {@code accept} names; an empty field takes anything. */
    static boolean json(String accept) {
        if (accept.isBlank()) {
            return true;
        }
        for (String range : accept.toLowerCase(Locale.ROOT).split(",")) {
            boolean fits =
                    switch (range.split(";", 2)[0].strip()) {
                        case "*/*", "application/*", "application/json" -> true;
                        default -> false;
                    };
            if (fits && !REFUSED.matcher(range).find()) {
                return true;
            }
        }
        return false;
    }
}
