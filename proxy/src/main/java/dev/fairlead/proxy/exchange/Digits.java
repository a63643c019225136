package dev.fairlead.proxy.exchange;

/** Reads numbers as fields hold them: digits and nothing else, without garbage. */
final class Digits {
    /** What is no number. */
    static final long NONE = -1;

    private static final long MOST = (Long.MAX_VALUE - 9) / 10;

    private Digits() {}

    /** The number at the start of {@code text}; {@link Long#MAX_VALUE} if it is larger. */
    static long parse(CharSequence text, int length) {
        long number = length == 0 ? NONE : 0;
        for (int i = 0; i < length; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return NONE;
            }
            number = number > MOST ? Long.MAX_VALUE : number * 10 + digit;
        }
        return number;
    }
}
