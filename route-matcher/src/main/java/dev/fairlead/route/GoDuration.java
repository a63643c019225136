package dev.fairlead.route;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;

/**
 * Durations in the notation of Go's {@code time} package, such as {@code 1h30m} or {@code .5s}: an
 * optional sign, then {@code 0} or groups of a decimal number and a unit.
 */
public final class GoDuration {

    private static final BigInteger MAX_NANOS = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger MIN_MAGNITUDE = MAX_NANOS.add(BigInteger.ONE);

    private final String text;
    private int at;

    private GoDuration(String text) {
        this.text = text;
    }

    /**
     * Reads a duration.
     *
     * @throws IllegalArgumentException with the message of Go's parser: {@code time: invalid
     *     duration "x"}, {@code time: missing unit in duration "1"}, {@code time: unknown unit "d"
     *     in duration "1d"}
     */
    public static Duration parse(String text) {
        return new GoDuration(text).read();
    }

    /**
     * Writes a duration as Go's {@code String} does: {@code 1h30m0s}, {@code 250ms}, {@code 0s}.
     */
    public static String format(Duration duration) {
        BigInteger nanos = nanos(duration);
        String sign = nanos.signum() < 0 ? "-" : "";
        BigDecimal magnitude = new BigDecimal(nanos.abs());
        if (magnitude.signum() == 0) {
            return "0s";
        }
        if (magnitude.compareTo(BigDecimal.valueOf(1_000_000_000)) < 0) {
            return sign + subsecond(magnitude);
        }
        BigDecimal[] minutes = magnitude.divideAndRemainder(BigDecimal.valueOf(60_000_000_000L));
        BigDecimal[] hours = minutes[0].divideAndRemainder(BigDecimal.valueOf(60));
        String seconds = plain(minutes[1].movePointLeft(9)) + "s";
        if (minutes[0].signum() == 0) {
            return sign + seconds;
        }
        String tail = hours[1].toBigInteger() + "m" + seconds;
        return sign + (hours[0].signum() == 0 ? "" : hours[0].toBigInteger() + "h") + tail;
    }

    private static String subsecond(BigDecimal nanos) {
        if (nanos.compareTo(BigDecimal.valueOf(1_000)) < 0) {
            return plain(nanos) + "ns";
        }
        return nanos.compareTo(BigDecimal.valueOf(1_000_000)) < 0
                ? plain(nanos.movePointLeft(3)) + "µs"
                : plain(nanos.movePointLeft(6)) + "ms";
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    private static BigInteger nanos(Duration duration) {
        return BigInteger.valueOf(duration.getSeconds())
                .multiply(BigInteger.valueOf(1_000_000_000))
                .add(BigInteger.valueOf(duration.getNano()));
    }

    private Duration read() {
        boolean negative = text.startsWith("-");
        if (negative || text.startsWith("+")) {
            at = 1;
        }
        if (text.length() == at + 1 && text.charAt(at) == '0') {
            return Duration.ZERO;
        }
        if (at == text.length()) {
            throw invalid();
        }
        BigInteger total = BigInteger.ZERO;
        while (at < text.length()) {
            total = total.add(group());
            if (total.compareTo(negative ? MIN_MAGNITUDE : MAX_NANOS) > 0) {
                throw invalid();
            }
        }
        return Duration.ofNanos((negative ? total.negate() : total).longValueExact());
    }

    private BigInteger group() {
        int start = at;
        skipDigits();
        int whole = at - start;
        int fraction = 0;
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            int point = at;
            skipDigits();
            fraction = at - point;
        }
        if (whole == 0 && fraction == 0) {
            throw invalid();
        }
        String number = "0" + text.substring(start, at) + "0";
        // Go drops what is below a nanosecond.
        return new BigDecimal(
                        number.indexOf('.') < 0 ? number.substring(0, number.length() - 1) : number)
                .multiply(BigDecimal.valueOf(unit()))
                .setScale(0, RoundingMode.DOWN)
                .toBigIntegerExact();
    }

    private void skipDigits() {
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
    }

    private long unit() {
        int start = at;
        while (at < text.length() && !isNumberPart(text.charAt(at))) {
            at++;
        }
        if (start == at) {
            throw new IllegalArgumentException("time: missing unit in duration " + quoted(text));
        }
        String unit = text.substring(start, at);
        return switch (unit) {
            case "ns" -> 1L;
            case "us", "µs", "μs" -> 1_000L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            default ->
                    throw new IllegalArgumentException(
                            "time: unknown unit " + quoted(unit) + " in duration " + quoted(text));
        };
    }

    private static boolean isNumberPart(char c) {
        return c == '.' || (c >= '0' && c <= '9');
    }

    private IllegalArgumentException invalid() {
        return new IllegalArgumentException("time: invalid duration " + quoted(text));
    }

    /** As Go quotes in these messages: bytes outside printable ASCII become {@code \xNN}. */
    private static String quoted(String value) {
        StringBuilder out = new StringBuilder("\"");
        for (byte raw : value.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
            int b = raw & 0xff;
            if (b == '"' || b == '\\') {
                out.append('\\').append((char) b);
            } else if (b < ' ' || b >= 0x80) {
                out.append(String.format(java.util.Locale.ROOT, "\\x%02x", b));
            } else {
                out.append((char) b);
            }
        }
        return out.append('"').toString();
    }
}
