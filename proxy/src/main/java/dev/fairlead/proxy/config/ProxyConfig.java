package dev.fairlead.proxy.config;

/**
 * Everything the proxy is told, valid and immutable.
 *
 * @param listen where it listens
 * @param inbound how it serves the application behind it
 * @param outbound how it serves the application's own requests
 * @param discovery where profiles and endpoints are read from
 * @param http limits of HTTP messages, the same in both directions and protocols
 * @param http2Client the proxy's own HTTP/2 connections
 * @param process what concerns the process as a whole
 * @param log what is logged, and how
 */
public record ProxyConfig(
        ListenConfig listen,
        InboundConfig inbound,
        OutboundConfig outbound,
        FileDiscoveryConfig discovery,
        HttpLimits http,
        Http2Config http2Client,
        ProcessConfig process,
        LogConfig log) {}
