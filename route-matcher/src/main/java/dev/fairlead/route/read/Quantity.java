package dev.fairlead.route.read;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Kubernetes quantities: a decimal number with an SI suffix, a binary suffix or an exponent. */
final class Quantity {

    private static final Pattern FORM =
            Pattern.compile("([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)");
    private static final String FORM_MESSAGE =
            "quantities must match the regular expression"
                    + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
    private static final String SUFFIX_MESSAGE = "unable to parse quantity's suffix";
    private static final Pattern NUMBER = Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)");
    private static final Pattern EXPONENT = Pattern.compile("[eE][-+]?[0-9]{1,4}");

    private static final Map<String, Integer> DECIMAL =
            Map.of(
                    "n", -9, "u", -6, "m", -3, "", 0, "k", 3, "M", 6, "G", 9, "T", 12, "P", 15, "E",
                    18);
    private static final Map<String, Integer> BINARY =
            Map.of("Ki", 10, "Mi", 20, "Gi", 30, "Ti", 40, "Pi", 50, "Ei", 60);

    private Quantity() {}

    /**
     * The value of a quantity.
     *
     * @throws IllegalArgumentException with the message of Kubernetes
     */
    static BigDecimal parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches() || !NUMBER.matcher(form.group(1)).matches()) {
            throw new IllegalArgumentException(FORM_MESSAGE);
        }
        BigDecimal number = new BigDecimal(form.group(1));
        String suffix = form.group(2);
        Integer decimal = DECIMAL.get(suffix);
        if (decimal != null) {
            return number.scaleByPowerOfTen(decimal);
        }
        Integer binary = BINARY.get(suffix);
        if (binary != null) {
            return number.multiply(BigDecimal.TWO.pow(binary));
        }
        if (EXPONENT.matcher(suffix).matches()) {
            return number.scaleByPowerOfTen(Integer.parseInt(suffix, 1, suffix.length(), 10));
        }
        throw new IllegalArgumentException(SUFFIX_MESSAGE);
    }
}
