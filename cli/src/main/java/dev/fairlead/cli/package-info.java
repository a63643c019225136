/** The command fairlead: everything a person types. */
@NullMarked
package dev.fairlead.cli;

import org.jspecify.annotations.NullMarked;
