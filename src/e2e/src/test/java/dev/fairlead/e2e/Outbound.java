package dev.fairlead.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A sidecar that sends to servers on the loopback interface, and knows their profiles. */
final class Outbound {
    private final Path folder;
    private final Path profiles;
    private final StringBuilder endpoints = new StringBuilder();

    /** A POST that may be sent twice deserves a warning, which every profile here gets. */
    private final List<String> expected = new ArrayList<>(List.of("profile may surprise"));

    private Sidecar.Options options = Sidecar.Options.PARANOID;

    /** Writes its files there. */
    Outbound(Path folder) {
        this.folder = folder;
        try {
            this.profiles = Files.createDirectories(folder.resolve("profiles"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The name of a service. */
    static String service(String name) {
        return name + ".default.svc.cluster.local";
    }

    /** A service with a profile; its endpoints are asked as clients ask. */
    Outbound knows(ProfileFile profile, int... ports) {
        return knows(profile, "", ports);
    }

    /** A service whose endpoints are asked by this protocol: {@code http1} or {@code h2}. */
    Outbound knows(ProfileFile profile, String protocol, int... ports) {
        profile.writeTo(profiles.resolve(profile.service() + ".yaml"));
        endpoints.append('"').append(profile.service()).append("\":");
        endpoints.append(ports.length == 0 ? " []\n" : "\n");
        for (int port : ports) {
            endpoints.append("- address: 127.0.0.1:").append(port).append('\n');
            if (!protocol.isEmpty()) {
                endpoints.append("  protocol: ").append(protocol).append('\n');
            }
        }
        return this;
    }

    Outbound with(String variable, Object value) {
        options = options.with(variable, value);
        return this;
    }

    Outbound lightly() {
        options = options.lightly();
        return this;
    }

    /** Warnings that the test brings about. */
    Outbound expecting(String trouble) {
        expected.add(trouble);
        return this;
    }

    Sidecar start() {
        Path file = ProfileFile.write(folder.resolve("endpoints.yaml"), endpoints.toString());
        Sidecar.Options all = options.profiles(profiles).endpoints(file);
        for (String trouble : expected) {
            all = all.expecting(trouble);
        }
        return all.start();
    }
}
