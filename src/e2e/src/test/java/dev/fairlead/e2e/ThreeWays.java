package dev.fairlead.e2e;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Applications and sidecars that a request can pass in three ways.
 *
 * <pre>
 *  INBOUND              ─▶ server's sidecar ─▶ application
 *  OUTBOUND  client's sidecar ───────────────▶ application
 *  PAIR      client's sidecar ─▶ server's sidecar ─▶ application
 * </pre>
 *
 * There is one application for HTTP/1, which is always there, and the place for one over HTTP/2,
 * which tests fill.
 */
final class ThreeWays implements AutoCloseable {
    /** A service whose application over HTTP/1 is not there, behind its sidecar. */
    static final String DOWN = "down.default.svc.cluster.local";

    private static final String DIRECT = "direct.default.svc.cluster.local";
    private static final String OVER_HTTP2 = "over-http2.default.svc.cluster.local";

    private final RawServer application = new RawServer();
    private final int http2Port = Applications.freePort();
    private final Sidecar server;
    private final Sidecar http2Server;
    private final Sidecar client;

    /** How a request comes to the application. */
    enum Way {
        INBOUND,
        OUTBOUND,
        PAIR;

        /** The service to ask for. */
        String host() {
            return this == OUTBOUND ? DIRECT : ProfileFile.WEBAPP;
        }

        /** The service to ask for over HTTP/2. */
        String http2Host() {
            return (this == OUTBOUND ? "direct-" : "") + OVER_HTTP2;
        }
    }

    ThreeWays(Path folder) {
        Sidecar.Options options =
                Sidecar.Options.PARANOID
                        .expecting("request failed")
                        .with("LINKERD2_PROXY_INBOUND_CONNECT_EXP_BACKOFF_MIN", "10ms")
                        .with("LINKERD2_PROXY_INBOUND_CONNECT_EXP_BACKOFF_MAX", "100ms")
                        .with("LINKERD2_PROXY_OUTBOUND_CONNECT_EXP_BACKOFF_MIN", "10ms")
                        .with("LINKERD2_PROXY_OUTBOUND_CONNECT_EXP_BACKOFF_MAX", "100ms");
        server = options.service(ProfileFile.WEBAPP).application(application.port()).start();
        http2Server =
                options.application(http2Port)
                        .with("LINKERD2_PROXY_INBOUND_HTTP_FAILFAST_TIMEOUT", "30s")
                        .start();
        client = options.endpoints(endpoints(folder.resolve("endpoints.yaml"))).start();
    }

    private Path endpoints(Path file) {
        return ProfileFile.write(
                file,
                endpoint(ProfileFile.WEBAPP, server.inbound(), "")
                        + endpoint(DIRECT, application.port(), "")
                        + endpoint(Way.PAIR.http2Host(), http2Server.inbound(), ", protocol: h2")
                        + endpoint(Way.OUTBOUND.http2Host(), http2Port, ", protocol: h2")
                        + endpoint(DOWN, http2Server.inbound(), ""));
    }

    private static String endpoint(String service, int port, String hint) {
        return "%s: [{address: '127.0.0.1:%d'%s}]\n".formatted(service, port, hint);
    }

    /** The application over HTTP/1. */
    RawServer application() {
        return application;
    }

    /** Fills the place of the application over HTTP/2. */
    H2Application http2Application(H2Application.Answer answer) {
        return new H2Application(http2Port, answer);
    }

    RawPeer connect(Way way) throws IOException {
        return RawPeer.connect(way == Way.INBOUND ? server.inbound() : client.outbound());
    }

    /** Connects to where the application over HTTP/2 is asked. */
    H2Client connectHttp2(Way way) {
        return new H2Client(http2PortOf(way));
    }

    /** Connects to where {@link #DOWN} is asked. */
    RawPeer connectToDown(Way way) throws IOException {
        return RawPeer.connect(http2PortOf(way));
    }

    private int http2PortOf(Way way) {
        return way == Way.INBOUND ? http2Server.inbound() : client.outbound();
    }

    /** How many connections to the application over HTTP/2 its sidecar has ever accepted. */
    long http2Clients() {
        String target = "127.0.0.1:" + http2Port;
        return http2Server.counts().sum("tcp_open_total", "peer", "src", "target_addr", target);
    }

    @Override
    public void close() {
        try (application;
                server;
                http2Server) {
            client.close();
        }
    }
}
