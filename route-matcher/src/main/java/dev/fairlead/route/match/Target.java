package dev.fairlead.route.match;

import java.util.Optional;

/**
 * What stands behind a pattern.
 *
 * @param index smaller ones win
 * @param methods which requests it takes
 * @param guard asked when pattern and method fit; empty where that is enough
 */
public record Target(int index, MethodSet methods, Optional<Guard> guard) {}
