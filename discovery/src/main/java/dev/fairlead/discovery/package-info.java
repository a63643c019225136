/**
 * Profiles and endpoints as live values: what the proxy asks for and what it is told. {@link
 * dev.fairlead.discovery.Discovery} is the seam between the proxy and every source.
 */
@NullMarked
package dev.fairlead.discovery;

import org.jspecify.annotations.NullMarked;
