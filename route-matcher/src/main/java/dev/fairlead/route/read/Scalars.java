package dev.fairlead.route.read;

import java.math.BigInteger;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a plain scalar means, by the rules of the YAML library that Linkerd uses: YAML 1.1 booleans
 * including {@code y} and {@code n}, octal and hexadecimal integers with underscores, no
 * sexagesimals, and timestamps stay text.
 */
final class Scalars {

    private static final Map<String, Boolean> BOOLEANS =
            Map.ofEntries(
                    Map.entry("y", true),
                    Map.entry("Y", true),
                    Map.entry("yes", true),
                    Map.entry("Yes", true),
                    Map.entry("YES", true),
                    Map.entry("true", true),
                    Map.entry("True", true),
                    Map.entry("TRUE", true),
                    Map.entry("on", true),
                    Map.entry("On", true),
                    Map.entry("ON", true),
                    Map.entry("n", false),
                    Map.entry("N", false),
                    Map.entry("no", false),
                    Map.entry("No", false),
                    Map.entry("NO", false),
                    Map.entry("false", false),
                    Map.entry("False", false),
                    Map.entry("FALSE", false),
                    Map.entry("off", false),
                    Map.entry("Off", false),
                    Map.entry("OFF", false));

    // Both run on single scalars of a configuration file and have no nested repetition.
    private static final Pattern INTEGER =
            Pattern.compile("([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|([0-9]+))");
    private static final Pattern FLOAT =
            Pattern.compile("[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?");
    private static final BigInteger MIN_LONG = BigInteger.valueOf(Long.MIN_VALUE);
    private static final int UNSIGNED_LONG_BITS = 64;

    private Scalars() {}

    /** The value of an unquoted scalar. */
    static Node plain(Mark at, String raw) {
        Boolean bool = BOOLEANS.get(raw);
        if (bool != null) {
            return new Node.Bool(at, bool, raw);
        }
        return switch (raw) {
            case "", "~", "null", "Null", "NULL" -> new Node.Null(at);
            case ".nan", ".NaN", ".NAN" -> new Node.Numeric(at, "NaN", "NaN", raw);
            case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF" ->
                    new Node.Numeric(at, "+Inf", "+Inf", raw);
            case "-.inf", "-.Inf", "-.INF" -> new Node.Numeric(at, "-Inf", "-Inf", raw);
            default -> numberOrText(at, raw);
        };
    }

    private static Node numberOrText(Mark at, String raw) {
        char first = raw.charAt(0);
        if (first != '.' && first != '+' && first != '-' && (first < '0' || first > '9')) {
            return new Node.Text(at, raw);
        }
        String digits = first == '.' ? raw : raw.replace("_", "");
        BigInteger integer = integer(digits);
        if (integer != null) {
            return new Node.Numeric(at, integer.toString(), integer.toString(), raw);
        }
        if (FLOAT.matcher(digits).matches()) {
            double value = Double.parseDouble(digits);
            if (Double.isFinite(value)) {
                return new Node.Numeric(at, GoNumbers.json(value), GoNumbers.general(value), raw);
            }
        }
        return new Node.Text(at, raw);
    }

    private static @Nullable BigInteger integer(String digits) {
        var matcher = INTEGER.matcher(digits);
        if (!matcher.matches()) {
            return null;
        }
        BigInteger magnitude = magnitude(matcher);
        if (magnitude == null) {
            return null;
        }
        BigInteger value = "-".equals(matcher.group(1)) ? magnitude.negate() : magnitude;
        boolean fits = value.bitLength() <= UNSIGNED_LONG_BITS && value.compareTo(MIN_LONG) >= 0;
        return fits ? value : null;
    }

    private static @Nullable BigInteger magnitude(java.util.regex.Matcher matcher) {
        int[] radixes = {16, 2, 8, 10};
        for (int i = 0; i < radixes.length; i++) {
            String group = matcher.group(i + 2);
            if (group != null) {
                // 08 is no octal number; Go then reads it as a float.
                return radixes[i] == 10 && group.length() > 1 && group.charAt(0) == '0'
                        ? null
                        : new BigInteger(group, radixes[i]);
            }
        }
        return null;
    }
}
