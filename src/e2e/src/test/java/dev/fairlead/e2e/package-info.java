/**
 * Tests of the whole: the shape of the code, the manual against the code, and the commands that the
 * manual shows.
 */
@NullMarked
package dev.fairlead.e2e;

import org.jspecify.annotations.NullMarked;
