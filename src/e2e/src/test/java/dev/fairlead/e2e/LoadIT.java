package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Load from eight connections, in HTTP/2 with eight streams each: every request is answered with
 * 200, and the log stays clean.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class LoadIT {
    private static final int CONNECTIONS = 8;
    private static final int STREAMS = 8;
    private static final int REQUESTS = 200_000;
    private static final int UPLOADS = 50_000;

    @TempDir Path folder;

    @BeforeEach
    void programs() {
        RealTools.need("load from h2load", "h2load");
    }

    @Test
    void allRequestsOverHttp2AreAnswered() {
        load(REQUESTS, STREAMS, h2load -> h2load);
    }

    @Test
    void allRequestsOverHttp1AreAnswered() {
        load(REQUESTS, 1, H2load::http1);
    }

    @Test
    void allUploadsOverHttp2AreAnswered() {
        Path body = body();

        load(UPLOADS, STREAMS, h2load -> h2load.body(body));
    }

    @Test
    void allUploadsOverHttp1AreAnswered() {
        Path body = body();

        load(UPLOADS, 1, h2load -> h2load.http1().body(body));
    }

    private void load(int requests, int streams, UnaryOperator<H2load> way) {
        Path profile =
                ProfileFile.of(ProfileFile.WEBAPP)
                        .route("a book", "GET", "/books/[0-9]+")
                        .route("an upload", "POST", "/books/[0-9]+")
                        .writeTo(folder.resolve("webapp.yaml"));
        try (FastApplication application = new FastApplication();
                Sidecar sidecar =
                        Sidecar.Options.PARANOID
                                .lightly()
                                .profiles(profile)
                                .service(ProfileFile.WEBAPP)
                                .application(application.port())
                                .start()) {
            H2load h2load = way.apply(new H2load(requests, CONNECTIONS, streams));

            h2load.run(sidecar.inbound(), ProfileFile.WEBAPP, "/books/1").assertAllOk(requests);

            Counts counts =
                    sidecar.awaitCounts(
                            requests + " responses",
                            now -> now.sum("route_response_total") == requests);
            assertThat(counts.responsesByStatus("classification", "success"))
                    .isEqualTo(Map.of("200", (long) requests));
            assertThat(counts.requestsByRoute("inbound")).hasSize(1).containsValue((long) requests);
        }
    }

    /** 10 KiB. */
    private Path body() {
        return ProfileFile.write(folder.resolve("body"), "0123456789abcdef".repeat(640));
    }
}
