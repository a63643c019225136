package dev.fairlead.e2e;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Sidecars that a request can pass in several ways to one application.
 *
 * <pre>
 *  INBOUND                       ─▶ server's sidecar ─▶ application
 *  OUTBOUND  client's sidecar ────────────────────────▶ application
 *  PAIR      client's sidecar ────▶ server's sidecar ─▶ application
 *  UPGRADED  client's sidecar ════▶ server's sidecar ─▶ application   HTTP/2 between the two
 * </pre>
 */
final class Ways implements AutoCloseable {
    /** The application, asked by HTTP/2 whatever the client speaks. */
    static final String HINTED = "hinted.default.svc.cluster.local";

    private static final String UPGRADED_HOST = "upgraded.default.svc.cluster.local";
    private static final String DIRECT = "direct.default.svc.cluster.local";

    private final int applicationPort;
    private final Sidecar server;
    private final Sidecar client;

    /** How a request comes to the application. */
    enum Way {
        INBOUND,
        OUTBOUND,
        PAIR,
        UPGRADED;

        /** The service to ask for. */
        String host() {
            return switch (this) {
                case INBOUND, PAIR -> ProfileFile.WEBAPP;
                case OUTBOUND -> DIRECT;
                case UPGRADED -> UPGRADED_HOST;
            };
        }
    }

    /**
     * Starts the sidecars.
     *
     * @param folder for files
     * @param applicationPort of the loopback interface; the application may come later
     */
    Ways(Path folder, int applicationPort) {
        this.applicationPort = applicationPort;
        Sidecar.Options options =
                Sidecar.Options.PARANOID
                        .expecting("request failed")
                        .with("LINKERD2_PROXY_INBOUND_CONNECT_EXP_BACKOFF_MIN", "10ms")
                        .with("LINKERD2_PROXY_INBOUND_CONNECT_EXP_BACKOFF_MAX", "100ms")
                        .with("LINKERD2_PROXY_INBOUND_HTTP_FAILFAST_TIMEOUT", "30s")
                        .with("LINKERD2_PROXY_INBOUND_HTTP1_CONNECTION_POOL_IDLE_TIMEOUT", "60s")
                        .with("LINKERD2_PROXY_OUTBOUND_HTTP1_CONNECTION_POOL_IDLE_TIMEOUT", "60s")
                        .with("LINKERD2_PROXY_OUTBOUND_CONNECT_EXP_BACKOFF_MIN", "10ms")
                        .with("LINKERD2_PROXY_OUTBOUND_CONNECT_EXP_BACKOFF_MAX", "100ms");
        server = options.service(ProfileFile.WEBAPP).application(applicationPort).start();
        client = options.endpoints(endpoints(folder.resolve("endpoints.yaml"))).start();
    }

    private Path endpoints(Path file) {
        return ProfileFile.write(
                file,
                endpoint(ProfileFile.WEBAPP, server.inbound(), "")
                        + endpoint(UPGRADED_HOST, server.inbound(), ", protocol: h2")
                        + endpoint(DIRECT, applicationPort, "")
                        + endpoint(HINTED, applicationPort, ", protocol: h2"));
    }

    private static String endpoint(String service, int port, String hint) {
        return "%s: [{address: '127.0.0.1:%d'%s}]\n".formatted(service, port, hint);
    }

    RawPeer connect(Way way) throws IOException {
        return RawPeer.connect(port(way));
    }

    H2Client connectHttp2(Way way) {
        return new H2Client(port(way));
    }

    private int port(Way way) {
        return way == Way.INBOUND ? server.inbound() : client.outbound();
    }

    /** How many connections to the application its sidecar has ever accepted. */
    long accepted() {
        String target = "127.0.0.1:" + applicationPort;
        return server.counts().sum("tcp_open_total", "peer", "src", "target_addr", target);
    }

    @Override
    public void close() {
        try (server) {
            client.close();
        }
    }
}
