package dev.fairlead.cli;

/** How the program ends; the values above 1 are those of {@code sysexits.h}. */
public final class ExitCodes {
    /** All is well. */
    public static final int OK = 0;

    /** The command did its work and found something that is not in order. */
    public static final int FAILED = 1;

    /** The command line or the configuration cannot be used ({@code EX_USAGE}). */
    public static final int USAGE = 64;

    /** A service that the command needs did not start ({@code EX_UNAVAILABLE}). */
    public static final int UNAVAILABLE = 69;

    /** A bug of Fairlead ({@code EX_SOFTWARE}). */
    public static final int BUG = 70;

    /** Ended by an interrupt from the keyboard: 128 and the number of SIGINT. */
    public static final int INTERRUPTED = 130;

    private ExitCodes() {}
}
