/**
 * From text to profiles: reads YAML and JSON strictly, keeps the position of every value, collects
 * every problem, and answers as Linkerd's validator would.
 */
@NullMarked
package dev.fairlead.route.read;

import org.jspecify.annotations.NullMarked;
