package dev.fairlead.proxy.admin;

import dev.fairlead.proxy.config.LogFilter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The admin server's pages, with the paths and answers of Linkerd's proxy and {@code /routes.json}.
 *
 * <pre>
 * /live             whether the process answers at all
 * /ready            whether it may be given traffic, and what is wrong
 * /metrics          the scrape page
 * /proxy-log-level  GET and PUT the log filter; loopback only
 * /env.json         the variables and settings in force
 * /routes.json      the profiles in force with their counts
 * /shutdown         POST stops the proxy; loopback only, where enabled
 * </pre>
 *
 * <p>May be called on any thread. Making {@code /metrics} and {@code /routes.json} takes as long as
 * there are series.
 */
public final class AdminPages {
    private final AdminSources sources;
    private final EnvironmentJson environment;

    /** Pages that show what {@code sources} say at the moment of each request. */
    public AdminPages(AdminSources sources) {
        this.sources = sources;
        this.environment = new EnvironmentJson(sources.environment());
    }

    /** Answers a request. */
    public AdminResponse respond(AdminRequest request) {
        AdminResponse response = page(request);
        return request.method().equals("HEAD") ? Responses.withoutBody(response) : response;
    }

    private AdminResponse page(AdminRequest request) {
        return switch (request.path()) {
            case "/live" -> Responses.text(200, "live");
            case "/ready" -> ready();
            case "/metrics" -> metrics(request.acceptsGzip());
            case "/proxy-log-level" -> logLevel(request);
            case "/env.json" -> environment(request);
            case "/routes.json" -> routes(request);
            case "/shutdown" -> shutdown(request);
            default -> Responses.text(404, "not found");
        };
    }

    private AdminResponse ready() {
        boolean ready = sources.readiness().ready();
        StringBuilder page = new StringBuilder(ready ? "ready" : "not ready");
        sources.readiness().reasons().forEach(reason -> page.append('\n').append(reason));
        return Responses.text(ready ? 200 : 503, page.toString());
    }

    private AdminResponse metrics(boolean gzip) {
        MetricsPage page = sources.metrics();
        return gzip
                ? Responses.gzip(page.contentType(), page.text())
                : Responses.of(200, page.contentType(), page.text());
    }

    private AdminResponse logLevel(AdminRequest request) {
        if (!request.fromLoopback()) {
            return Responses.text(403, "only for clients on the loopback interface");
        }
        if (!sources.logLevels().adjustable()) {
            return Responses.text(404, "the log is off");
        }
        return switch (request.method()) {
            case "GET", "HEAD" -> Responses.text(200, sources.logLevels().current().text());
            case "PUT" -> setLogLevel(request.body());
            default -> Responses.methodNotAllowed("GET", "PUT");
        };
    }

    private AdminResponse setLogLevel(byte[] body) {
        Optional<LogFilter> filter = utf8(body).flatMap(text -> LogFilter.parse(text.strip()));
        filter.ifPresent(sources.logLevels()::apply);
        return filter.isPresent()
                ? Responses.empty(204)
                : Responses.text(400, "not a log filter (expected: such as warn,fairlead=debug)");
    }

    private AdminResponse environment(AdminRequest request) {
        if (!isRead(request)) {
            return Responses.methodNotAllowed("GET");
        }
        if (!Accept.json(request.accept())) {
            return Responses.text(406, "the page is application/json");
        }
        if (request.query().contains("=")) {
            return Responses.text(400, "expected names of variables: ?NAME&NAME");
        }
        return Responses.of(200, "application/json", environment.render(request.query()));
    }

    private AdminResponse routes(AdminRequest request) {
        if (!isRead(request)) {
            return Responses.methodNotAllowed("GET");
        }
        if (!Accept.json(request.accept())) {
            return Responses.text(406, "the page is application/json");
        }
        return Responses.of(200, "application/json", RoutesJson.render(sources.routes()));
    }

    private AdminResponse shutdown(AdminRequest request) {
        if (!request.method().equals("POST")) {
            return Responses.methodNotAllowed("POST");
        }
        if (!request.fromLoopback()) {
            return Responses.text(403, "only for clients on the loopback interface");
        }
        if (sources.shutdown().isEmpty()) {
            return Responses.text(404, "shutdown endpoint is not enabled");
        }
        sources.shutdown().get().run();
        return Responses.text(200, "shutdown");
    }

    private static boolean isRead(AdminRequest request) {
        return request.method().equals("GET") || request.method().equals("HEAD");
    }

    private static Optional<String> utf8(byte[] body) {
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
