package dev.fairlead.proxy.config;

/**
 * The outbound side.
 *
 * @param direction what both directions have
 * @param informationalHeaders whether the application sees {@code l5d-proxy-error} and the other
 *     headers by which the proxy explains itself
 */
public record OutboundConfig(DirectionConfig direction, boolean informationalHeaders) {}
