package dev.fairlead.route.read;

import java.math.BigDecimal;

/** Floating-point numbers in the forms in which Go prints them. */
final class GoNumbers {

    private GoNumbers() {}

    /** As {@code encoding/json}: plain from 1e-6 up to 1e21. */
    static String json(double value) {
        double magnitude = Math.abs(value);
        if (magnitude != 0 && (magnitude < 1e-6 || magnitude >= 1e21)) {
            return scientific(value, 1);
        }
        return plain(value);
    }

    /** As {@code strconv.FormatFloat} with format g and the shortest precision. */
    static String general(double value) {
        double magnitude = Math.abs(value);
        if (magnitude != 0 && (magnitude < 1e-4 || magnitude >= 1e6)) {
            return scientific(value, 2);
        }
        return plain(value);
    }

    private static String plain(double value) {
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        return shortest(value).toPlainString();
    }

    private static String scientific(double value, int exponentDigits) {
        BigDecimal shortest = shortest(value);
        String digits = shortest.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - shortest.scale();
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        String power = String.valueOf(Math.abs(exponent));
        String padded = power.length() < exponentDigits ? "0" + power : power;
        return (value < 0 ? "-" : "")
                + digits.charAt(0)
                + fraction
                + (exponent < 0 ? "e-" : "e+")
                + padded;
    }

    private static BigDecimal shortest(double value) {
        return new BigDecimal(Double.toString(value)).stripTrailingZeros();
    }
}
