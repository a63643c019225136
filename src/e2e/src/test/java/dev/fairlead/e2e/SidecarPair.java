package dev.fairlead.e2e;

import java.nio.file.Path;

/**
 * The way of a request through a mesh.
 *
 * <pre>
 *  client ─▶ client's sidecar, outbound ─▶ server's sidecar, inbound ─▶ application
 * </pre>
 *
 * @param client told by an endpoints file where the service is
 * @param server stands before the application
 */
record SidecarPair(Sidecar client, Sidecar server) implements AutoCloseable {
    /** Both read the same profiles; the service has one endpoint, which is asked as clients ask. */
    static SidecarPair start(Sidecar.Options options, Path folder, String authority, int port) {
        return start(options, folder, authority, port, "");
    }

    /** The same, but the endpoint is asked by this protocol: {@code http1} or {@code h2}. */
    static SidecarPair start(
            Sidecar.Options options, Path folder, String authority, int port, String protocol) {
        Sidecar server =
                options.application(port)
                        .service(authority)
                        .with("FAIRLEAD_MESH_NETWORKS", "127.0.0.0/8") // the client's sidecar
                        .start();
        try {
            Path endpoints =
                    ProfileFile.endpoint(
                            folder.resolve("endpoints.yaml"),
                            authority,
                            server.inbound(),
                            protocol);
            return new SidecarPair(options.endpoints(endpoints).start(), server);
        } catch (Throwable e) {
            server.close();
            throw e;
        }
    }

    @Override
    public void close() {
        try (server) {
            client.close();
        }
    }
}
