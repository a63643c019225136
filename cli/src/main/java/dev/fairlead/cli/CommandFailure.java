package dev.fairlead.cli;

import java.io.Serial;

/** An expected failure of a command, told to the user in one line. */
public final class CommandFailure extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    private final int exitCode;

    /**
     * @param exitCode one of {@link ExitCodes}
     * @param message one line without the name of the program
     */
    public CommandFailure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** As {@link #CommandFailure(int, String)}, with what it comes from, for {@code --verbose}. */
    public CommandFailure(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
