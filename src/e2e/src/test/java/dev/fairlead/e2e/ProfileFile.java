package dev.fairlead.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes profiles and endpoints as a person would. */
final class ProfileFile {
    /** The service of most tests. */
    static final String WEBAPP = "webapp.default.svc.cluster.local";

    private final String service;
    private final StringBuilder yaml = new StringBuilder();
    private String budget = "";

    private ProfileFile(String service) {
        this.service = service;
        yaml.append(
                """
                apiVersion: linkerd.io/v1alpha2
                kind: ServiceProfile
                metadata:
                  name: %s
                  namespace: default
                spec:
                  routes:
                """
                        .formatted(service));
    }

    static ProfileFile of(String service) {
        return new ProfileFile(service);
    }

    /** Adds a route. */
    ProfileFile route(String name, String method, String pathRegex) {
        yaml.append(
                """
                  - name: '%s'
                    condition:
                      method: %s
                      pathRegex: '%s'
                """
                        .formatted(name, method, pathRegex));
        return this;
    }

    /** Adds a field to the last route: {@code isRetryable: true}. */
    ProfileFile with(String field, Object value) {
        yaml.append("    %s: %s\n".formatted(field, value));
        return this;
    }

    /** Says how many retries all routes may send together. */
    ProfileFile budget(double ratio, int minPerSecond, String ttl) {
        budget =
                """
                  retryBudget:
                    retryRatio: %s
                    minRetriesPerSecond: %d
                    ttl: %s
                """
                        .formatted(ratio, minPerSecond, ttl);
        return this;
    }

    /** Adds response classes to the last route: this status is a failure, or is none. */
    ProfileFile answering(int status, boolean failure) {
        yaml.append("    responseClasses:\n");
        return andAnswering(status, failure);
    }

    /** Adds a response class after another. */
    ProfileFile andAnswering(int status, boolean failure) {
        return andAnswering(status, status, failure);
    }

    /** Adds a response class for several statuses after another. */
    ProfileFile andAnswering(int min, int max, boolean failure) {
        yaml.append(
                """
                    - condition:
                        status:
                          min: %d
                          max: %d
                      isFailure: %b
                """
                        .formatted(min, max, failure));
        return this;
    }

    String service() {
        return service;
    }

    String text() {
        return yaml + budget;
    }

    Path writeTo(Path file) {
        return write(file, text());
    }

    /** Writes an endpoints file with one endpoint for one service; no hint where it is empty. */
    static Path endpoint(Path file, String authority, int port, String protocol) {
        String hint = protocol.isEmpty() ? "" : "\n  protocol: " + protocol;
        String text = "\"%s\":\n- address: 127.0.0.1:%d%s\n".formatted(authority, port, hint);
        return write(file, text);
    }

    static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
