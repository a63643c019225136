/**
 * The command {@code fairlead}: everything a person types. {@link dev.fairlead.cli.CommandLines}
 * puts the commands together and decides how errors are told; each command is one class.
 *
 * <p>Answers go to stdout, everything else to stderr. Exit codes: 0, 1 when what was looked at is
 * not in order, 64 for a wrong command line, 70 for a bug, 130 after an interrupt.
 */
@NullMarked
package dev.fairlead.cli;

import org.jspecify.annotations.NullMarked;
