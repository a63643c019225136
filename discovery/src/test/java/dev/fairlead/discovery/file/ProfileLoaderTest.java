package dev.fairlead.discovery.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.discovery.NameRules;
import dev.fairlead.discovery.file.Content.Missing;
import dev.fairlead.discovery.file.Content.Text;
import dev.fairlead.discovery.file.Content.Unreadable;
import dev.fairlead.route.Route;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileLoaderTest {
    private static final NameRules NAMES = new NameRules("front", "cluster.local");
    private static final ProfileLoader LOADER = new ProfileLoader("p.yaml", false, NAMES);
    private static final String BOOKS = Profiles.yaml("shop", "books.shop", "list");
    private static final String AUTHORS = Profiles.yaml("shop", "authors.shop", "list");

    @ParameterizedTest
    @CsvSource({
        "shop, books.shop.svc.cluster.local, shop/books.shop.svc.cluster.local",
        "front, books.shop.svc.cluster.local, front/books.shop.svc.cluster.local",
        "'', books.shop.svc.cluster.local, front/books.shop.svc.cluster.local",
        "shop, books, shop/books.shop.svc.cluster.local",
        "'', books, front/books.front.svc.cluster.local",
        "shop, books.other, shop/books.other.svc.cluster.local",
        "shop, api.stripe.com, shop/api.stripe.com"
    })
    void givesAProfileTheKeyOfItsService(String namespace, String name, String key) {
        String line = "  namespace: " + namespace + "\n";
        String yaml = Profiles.yaml(namespace, name, "list").replace("  namespace: \n", "");
        assertThat(yaml.contains(line)).isEqualTo(!namespace.isEmpty());

        LoadedFile loaded = load(yaml, LoadedFile.EMPTY);

        assertThat(loaded.errors()).isEmpty();
        assertThat(loaded.profiles()).extracting(profile -> profile.key().toString()).contains(key);
    }

    @Test
    void keepsTheTableOfAProfileThatDoesNotChange() {
        LoadedFile before = load(BOOKS, LoadedFile.EMPTY);

        LoadedFile after = load(AUTHORS + "---\n" + BOOKS, before);

        LoadedProfile books = after.profiles().get(1);
        assertThat(books.table()).isSameAs(before.profiles().getFirst().table());
        assertThat(books.origin().line()).isGreaterThan(8);
    }

    @Test
    void keepsTheLastGoodVersionOfABrokenDocumentBesideItsNewNeighbours() {
        LoadedFile before = load(BOOKS + "---\n" + AUTHORS, LoadedFile.EMPTY);
        String newAuthors = Profiles.yaml("shop", "authors.shop", "list", "get");

        LoadedFile after =
                load(Profiles.broken("shop", "books.shop") + "---\n" + newAuthors, before);

        assertThat(after.errors()).singleElement().asString().startsWith("p.yaml:8:");
        assertThat(after.profiles()).hasSize(2);
        assertThat(after.profiles().getFirst().entry().name()).isEqualTo("authors.shop");
        assertThat(routes(after.profiles().getFirst())).containsExactly("list", "get");
        assertThat(after.profiles().getLast()).isEqualTo(before.profiles().getFirst().asLastGood());
    }

    @Test
    void givesNothingForABrokenDocumentThatNeverWasGood() {
        LoadedFile loaded =
                load(Profiles.broken("shop", "books.shop") + "---\n" + AUTHORS, LoadedFile.EMPTY);

        assertThat(loaded.errors()).hasSize(1);
        assertThat(loaded.profiles())
                .extracting(profile -> profile.profile().name())
                .containsExactly("authors.shop");
    }

    @Test
    void dropsADocumentThatIsTakenOutOfAFileInOrder() {
        LoadedFile before = load(BOOKS + "---\n" + AUTHORS, LoadedFile.EMPTY);

        LoadedFile after = load(AUTHORS, before);

        assertThat(after.errors()).isEmpty();
        assertThat(after.profiles()).hasSize(1).allMatch(LoadedProfile::current);
    }

    @Test
    void keepsEverythingWhileAFileIsNoYaml() {
        LoadedFile before = load(BOOKS, LoadedFile.EMPTY);

        LoadedFile after = load("kind: [", before);

        assertThat(after.errors()).isNotEmpty();
        assertThat(after.profiles()).containsExactly(before.profiles().getFirst().asLastGood());
        assertThat(after.profiles().getFirst().entry().valid()).isFalse();
    }

    @Test
    void keepsEverythingWhileAFileIsEmptyOrUnreadable() {
        LoadedFile before = load(BOOKS, LoadedFile.EMPTY);

        LoadedFile empty = load(" \n", before);
        LoadedFile unreadable = LOADER.load(new Unreadable("permission denied"), empty);

        assertThat(empty.profiles()).hasSize(1);
        assertThat(empty.errors()).containsExactly("p.yaml: error: empty");
        assertThat(unreadable.profiles()).hasSize(1);
        assertThat(unreadable.errors()).containsExactly("p.yaml: error: permission denied");
    }

    @Test
    void takesAnEmptyFileThatGaveNothingAsItIs() {
        assertThat(load("", LoadedFile.EMPTY)).isEqualTo(LoadedFile.EMPTY);
    }

    @Test
    void dropsEverythingWithTheFile() {
        LoadedFile before = load(BOOKS, LoadedFile.EMPTY);
        var named = new ProfileLoader("p.yaml", true, NAMES);

        assertThat(LOADER.load(new Missing(), before)).isEqualTo(LoadedFile.EMPTY);
        assertThat(named.load(new Missing(), before))
                .isEqualTo(LoadedFile.failed("p.yaml: error: no such file or directory"));
    }

    private static LoadedFile load(String text, LoadedFile before) {
        return LOADER.load(new Text(text), before);
    }

    private static List<String> routes(LoadedProfile profile) {
        return profile.table().routes().stream().map(Route::name).toList();
    }
}
