package dev.fairlead.discovery.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.discovery.Authority;
import dev.fairlead.discovery.Discovery.Subscription;
import dev.fairlead.discovery.DiscoveryStatus.Invalid;
import dev.fairlead.discovery.ServiceView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileDiscoveryTest {
    private static final String NAME = "books.shop.svc.cluster.local";
    private static final Authority BOOKS = new Authority(NAME, 7002);

    @TempDir Path directory;
    private final Told<ServiceView> books = new Told<>();
    private final AtomicReference<FileDiscovery> started = new AtomicReference<>();

    @AfterEach
    void close() {
        Optional.ofNullable(started.get()).ifPresent(FileDiscovery::close);
    }

    @Test
    void hasItsProfilesBeforeItHasStarted() throws IOException {
        write("books.yaml", Profiles.yaml("shop", NAME, "list"));
        FileDiscovery discovery = start(directory);

        discovery.profile(BOOKS, books);

        ServiceView view = books.rest().getFirst();
        assertThat(view.service()).contains(BOOKS);
        assertThat(view.profile().orElseThrow().namespace()).isEqualTo("shop");
        assertThat(view.profile().orElseThrow().source())
                .isEqualTo(directory.resolve("books.yaml") + ":1");
        assertThat(Told.routes(view)).isEqualTo("list");
        assertThat(discovery.status().ready()).isTrue();
        assertThat(discovery.status().invalid()).isEmpty();
        assertThat(discovery.profiles())
                .containsExactly(
                        new ProfileEntry(
                                NAME, "shop", directory.resolve("books.yaml") + ":1", 1, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"books.shop", "Books.Shop.svc", NAME})
    void findsAServiceUnderEachOfItsNames(String name) throws IOException {
        write("books.yaml", Profiles.yaml("shop", NAME, "list"));

        start(directory).profile(new Authority(name, 7002), books);

        ServiceView view = books.next();
        assertThat(view.service()).contains(BOOKS);
        assertThat(Told.routes(view)).isEqualTo("list");
    }

    @Test
    void followsAFileThatIsEditedInPlace() throws IOException {
        write("books.yaml", Profiles.yaml("shop", NAME, "list"));
        start(directory).profile(BOOKS, books);

        write("books.yaml", Profiles.yaml("shop", NAME, "list", "get"));

        assertThat(Told.routes(books.next())).isEqualTo("list");
        assertThat(Told.routes(books.next())).isEqualTo("list,get");
    }

    @Test
    void followsAFileThatIsReplacedByARename() throws IOException {
        write("books.yaml", Profiles.yaml("shop", NAME, "list"));
        start(directory.resolve("books.yaml")).profile(BOOKS, books);

        Path next = write("next", Profiles.yaml("shop", NAME, "get"));
        Files.move(next, directory.resolve("books.yaml"), StandardCopyOption.ATOMIC_MOVE);

        assertThat(Told.routes(books.next())).isEqualTo("list");
        assertThat(Told.routes(books.next())).isEqualTo("get");
    }

    /** As the kubelet updates the volume of a ConfigMap. */
    @Test
    void followsALinkThatIsSwapped() throws IOException {
        configMap("..1", Profiles.yaml("shop", NAME, "list"));
        Files.createSymbolicLink(directory.resolve("..data"), Path.of("..1"));
        Files.createSymbolicLink(directory.resolve("books.yaml"), Path.of("..data/books.yaml"));
        start(directory).profile(BOOKS, books);

        configMap("..2", Profiles.yaml("shop", NAME, "next"));
        Path link = Files.createSymbolicLink(directory.resolve("..data_tmp"), Path.of("..2"));
        Files.move(link, directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        Files.delete(directory.resolve("..1/books.yaml"));
        Files.delete(directory.resolve("..1"));

        assertThat(Told.routes(books.next())).isEqualTo("list");
        assertThat(Told.routes(books.next())).isEqualTo("next");
        assertThat(books.rest()).isEmpty();
    }

    @Test
    void followsAFileThatGoesAndComesBack() throws IOException {
        Path file = write("books.yaml", Profiles.yaml("shop", NAME, "list"));
        FileDiscovery discovery = start(directory);
        discovery.profile(BOOKS, books);
        assertThat(Told.routes(books.next())).isEqualTo("list");

        Files.delete(file);
        assertThat(Told.routes(books.next())).isEqualTo("none");
        assertThat(discovery.profiles()).isEmpty();
        assertThat(discovery.status().invalid()).isEmpty();

        write("books.yaml", Profiles.yaml("shop", NAME, "back"));
        assertThat(Told.routes(books.next())).isEqualTo("back");
    }

    @Test
    void takesUpADirectoryThatAppearsLater() throws IOException {
        Path later = directory.resolve("later");
        FileDiscovery discovery = start(later);
        discovery.profile(BOOKS, books);
        assertThat(Told.routes(books.next())).isEqualTo("none");
        assertThat(discovery.status().invalid())
                .containsExactly(
                        new Invalid(
                                later.toString(), later + ": error: no such file or directory"));

        Files.createDirectory(later);
        Files.writeString(later.resolve("books.yaml"), Profiles.yaml("shop", NAME, "list"));

        assertThat(Told.routes(books.next())).isEqualTo("list");
        assertThat(discovery.status().invalid()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "kind: [", "kind: ServiceProfile\n"})
    void keepsTheLastGoodProfileOfABrokenFile(String broken) throws IOException {
        Path file = write("books.yaml", Profiles.yaml("shop", NAME, "list"));
        Path marker = write("z.yaml", Profiles.yaml("shop", "authors.shop", "marker"));
        var authors = new Told<ServiceView>();
        FileDiscovery discovery = start(directory);
        discovery.profile(BOOKS, books);
        discovery.profile(new Authority("authors.shop", 80), authors);
        assertThat(Told.routes(authors.next())).isEqualTo("marker");

        write("books.yaml", broken);
        Files.delete(marker);

        // what was deleted later is out of force, so the broken file has counted
        assertThat(Told.routes(authors.next())).isEqualTo("none");
        assertThat(Told.routes(books.next())).isEqualTo("list");
        assertThat(books.rest()).isEmpty();
        assertThat(discovery.status().invalid())
                .isNotEmpty()
                .allMatch(invalid -> invalid.source().equals(file.toString()));
        assertThat(discovery.profiles().getFirst().valid()).isFalse();

        write("books.yaml", Profiles.yaml("shop", NAME, "repaired"));
        assertThat(Told.routes(books.next())).isEqualTo("repaired");
        assertThat(discovery.status().invalid()).isEmpty();
    }

    @Test
    void endsWithTheLastOfManyHastyChanges() throws IOException {
        start(directory).profile(BOOKS, books);
        var random = new Random(7);
        for (int i = 0; i < 300; i++) {
            Path file = directory.resolve("books.yaml");
            switch (random.nextInt(4)) {
                case 0 -> Files.deleteIfExists(file);
                case 1 -> write("books.yaml", "");
                case 2 -> write("books.yaml", Profiles.yaml("shop", NAME, "r" + i));
                default -> {
                    Path next = write("next", Profiles.yaml("shop", NAME, "r" + i));
                    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
                }
            }
        }

        write("books.yaml", Profiles.yaml("shop", NAME, "last"));

        assertThat(Stream.generate(books::next).map(Told::routes).anyMatch("last"::equals))
                .isTrue();
        assertThat(books.rest()).isEmpty();
    }

    @Test
    void prefersTheClientsNamespaceLive() throws IOException {
        write("shop.yaml", Profiles.yaml("shop", NAME, "service"));
        start(directory).profile(BOOKS, books);
        assertThat(Told.routes(books.next())).isEqualTo("service");

        Path override = write("front.yaml", Profiles.yaml("front", NAME, "client"));
        assertThat(Told.routes(books.next())).isEqualTo("client");

        Files.delete(override);
        assertThat(Told.routes(books.next())).isEqualTo("service");
    }

    @Test
    void prefersTheFirstFileAndReportsTheOther() throws IOException {
        write("b.yaml", Profiles.yaml("shop", NAME, "second"));
        write("a.yaml", Profiles.yaml("shop", "books", "first"));

        FileDiscovery discovery = start(directory);
        discovery.profile(BOOKS, books);

        assertThat(Told.routes(books.next())).isEqualTo("first");
        assertThat(discovery.status().invalid())
                .singleElement()
                .extracting(Invalid::source)
                .isEqualTo(directory.resolve("b.yaml").toString());
    }

    @Test
    void tellsTheOthersWhenOneListenerFails() throws IOException {
        write("books.yaml", Profiles.yaml("shop", NAME, "list"));
        FileDiscovery discovery = start(directory);
        discovery.profile(
                BOOKS,
                _ -> {
                    throw new IllegalStateException("on purpose");
                });
        discovery.profile(BOOKS, books);

        write("books.yaml", Profiles.yaml("shop", NAME, "next"));

        assertThat(Told.routes(books.next())).isEqualTo("list");
        assertThat(Told.routes(books.next())).isEqualTo("next");
    }

    @Test
    void letsAListenerCloseItsOwnSubscription() throws IOException {
        write("books.yaml", Profiles.yaml("shop", NAME, "list"));
        FileDiscovery discovery = start(directory);
        var own = new AtomicReference<Subscription>();
        var closing = new Told<ServiceView>();
        own.set(
                discovery.profile(
                        BOOKS,
                        view -> {
                            closing.accept(view);
                            Optional.ofNullable(own.get()).ifPresent(Subscription::close);
                        }));
        discovery.profile(BOOKS, books);

        write("books.yaml", Profiles.yaml("shop", NAME, "second"));
        assertThat(Told.routes(books.next())).isEqualTo("list");
        assertThat(Told.routes(books.next())).isEqualTo("second");
        write("books.yaml", Profiles.yaml("shop", NAME, "third"));
        assertThat(Told.routes(books.next())).isEqualTo("third");

        assertThat(closing.rest()).extracting(Told::routes).containsExactly("list", "second");
    }

    @Test
    void tellsNobodyAfterItIsClosed() throws IOException {
        write("books.yaml", Profiles.yaml("shop", NAME, "list"));
        FileDiscovery discovery = start(directory);

        discovery.close();
        discovery.profile(BOOKS, books);

        assertThat(books.rest()).isEmpty();
    }

    private FileDiscovery start(Path... profiles) {
        var sources =
                new FileSources(List.of(profiles), Optional.empty(), "front", "cluster.local");
        FileDiscovery discovery = FileDiscovery.start(sources);
        started.set(discovery);
        return discovery;
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private void configMap(String name, String text) throws IOException {
        Path version = Files.createDirectory(directory.resolve(name));
        Files.writeString(version.resolve("books.yaml"), text);
    }
}
