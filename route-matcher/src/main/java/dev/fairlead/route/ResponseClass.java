package dev.fairlead.route;

/**
 * One entry of {@code responseClasses}.
 *
 * @param condition which responses belong to the class
 * @param isFailure how they count
 */
public record ResponseClass(ResponseCondition condition, boolean isFailure) {}
