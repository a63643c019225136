/**
 * Finding the first matching path pattern without trying one after the other: path expressions are
 * taken apart into segments, which make a trie; what no trie can decide stands in it as a guard
 * behind the segments that can be told.
 */
@NullMarked
package dev.fairlead.route.match;

import org.jspecify.annotations.NullMarked;
