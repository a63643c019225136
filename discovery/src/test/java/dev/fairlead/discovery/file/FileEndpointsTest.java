package dev.fairlead.discovery.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.discovery.Authority;
import dev.fairlead.discovery.DiscoveryStatus.Invalid;
import dev.fairlead.discovery.Endpoint;
import dev.fairlead.discovery.EndpointsView;
import dev.fairlead.discovery.ServiceView;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileEndpointsTest {
    private static final Authority BOOKS = new Authority("books.shop.svc.cluster.local", 7002);
    private static final InetSocketAddress ONE = new InetSocketAddress("10.0.0.1", 80);
    private static final InetSocketAddress TWO = new InetSocketAddress("10.0.0.2", 80);

    @TempDir Path directory;
    private Path file;
    private FileDiscovery discovery;
    private final Told<EndpointsView> books = new Told<>();

    @BeforeEach
    void start() throws IOException {
        Path profile = directory.resolve("books.yaml");
        Files.writeString(profile, Profiles.yaml("shop", BOOKS.name(), "list"));
        file = directory.resolve("endpoints");
        Files.writeString(
                file,
                """
                books.shop:7002: [{address: 10.0.0.1:80}, {address: 10.0.0.2:80}]
                authors.shop: [{address: 10.0.0.2:80}]
                10.0.0.9:443: [{address: 10.0.0.3:80}]
                """);
        discovery =
                FileDiscovery.start(
                        new FileSources(
                                List.of(profile), Optional.of(file), "front", "cluster.local"));
    }

    @AfterEach
    void close() {
        discovery.close();
    }

    @Test
    void followsTheEndpointsOfAService() throws IOException {
        discovery.endpoints(BOOKS, books);
        assertThat(books.next())
                .isEqualTo(new EndpointsView(true, List.of(Endpoint.of(ONE), Endpoint.of(TWO))));

        Files.writeString(file, "books.shop:7002: [{address: 10.0.0.2:80}]");
        assertThat(books.next()).isEqualTo(new EndpointsView(true, List.of(Endpoint.of(TWO))));

        Files.writeString(file, "{}");
        assertThat(books.next()).isEqualTo(EndpointsView.UNKNOWN);
    }

    @Test
    void keepsTheLastGoodEndpointsOfABrokenFile() throws IOException {
        var authors = new Told<EndpointsView>();
        discovery.endpoints(BOOKS, books);
        discovery.endpoints(new Authority("authors.shop", 80), authors);
        assertThat(authors.next().endpoints()).hasSize(1);

        Files.writeString(
                file,
                """
                books.shop:7002: [{address: nowhere}]
                authors.shop: []
                """);

        assertThat(authors.next()).isEqualTo(new EndpointsView(true, List.of()));
        assertThat(books.rest()).hasSize(1);
        assertThat(discovery.status().invalid())
                .singleElement()
                .satisfies(invalid -> assertThat(invalid.problem()).startsWith(file + ":1:29: "));
    }

    @Test
    void keepsTheLastGoodEndpointsOfADeletedFile() throws IOException {
        discovery.endpoints(BOOKS, books);
        var profile = new Told<ServiceView>();
        discovery.profile(BOOKS, profile);
        assertThat(Told.routes(profile.next())).isEqualTo("list");

        Files.delete(file);
        Files.delete(directory.resolve("books.yaml"));

        assertThat(Told.routes(profile.next())).isEqualTo("none");
        assertThat(books.rest()).hasSize(1);
        assertThat(discovery.status().invalid())
                .extracting(Invalid::problem)
                .contains(file + ": error: no such file or directory");
    }

    @Test
    void takesAnEndpointOfOneServiceForThatService() {
        ServiceView view = original(ONE);

        assertThat(view.service()).contains(BOOKS);
        assertThat(view.endpoint()).contains(Endpoint.of(ONE));
        assertThat(Told.routes(view)).isEqualTo("list");
    }

    @Test
    void takesAnEndpointOfSeveralServicesForNone() {
        assertThat(original(TWO)).isEqualTo(ServiceView.UNKNOWN);
    }

    @Test
    void takesAnAddressThatIsAKeyForAServiceToBalance() {
        ServiceView view = original(new InetSocketAddress("10.0.0.9", 443));

        assertThat(view.service()).contains(new Authority("10.0.0.9", 443));
        assertThat(view.endpoint()).isEmpty();
        discovery.endpoints(view.service().orElseThrow(), books);
        assertThat(books.next().endpoints())
                .extracting(Endpoint::address)
                .containsExactly(new InetSocketAddress("10.0.0.3", 80));
    }

    @Test
    void knowsNothingOfOtherAddresses() {
        assertThat(original(new InetSocketAddress("10.0.0.8", 80))).isEqualTo(ServiceView.UNKNOWN);
        assertThat(original(new InetSocketAddress("10.0.0.1", 81))).isEqualTo(ServiceView.UNKNOWN);
        assertThat(original(new InetSocketAddress("10.0.0.1", 0))).isEqualTo(ServiceView.UNKNOWN);
        assertThat(original(InetSocketAddress.createUnresolved("books", 80)))
                .isEqualTo(ServiceView.UNKNOWN);
    }

    @Test
    void followsWhatAnOriginalDestinationStandsFor() throws IOException {
        var told = new Told<ServiceView>();
        discovery.originalDestination(TWO, told);
        assertThat(told.next()).isEqualTo(ServiceView.UNKNOWN);

        Files.writeString(file, "books.shop:7002: [{address: 10.0.0.2:80}]");

        assertThat(told.next().service()).contains(BOOKS);
    }

    private ServiceView original(InetSocketAddress address) {
        var told = new Told<ServiceView>();
        discovery.originalDestination(address, told);
        return told.next();
    }
}
