package dev.fairlead.route.read;

import dev.fairlead.route.ServiceProfile;

/**
 * One profile of a text.
 *
 * @param line where the document starts, from 1
 */
public record Document(ServiceProfile profile, int line) {}
