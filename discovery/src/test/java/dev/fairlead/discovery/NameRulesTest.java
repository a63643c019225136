package dev.fairlead.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameRulesTest {
    private static final NameRules RULES = new NameRules("shop", "cluster.local");

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    books,                                  books.shop.svc.cluster.local:80
                    books:7002,                             books.shop.svc.cluster.local:7002
                    books.,                                 books.shop.svc.cluster.local:80
                    BOOKS.:7002,                            books.shop.svc.cluster.local:7002
                    books:,                                 books.shop.svc.cluster.local:80
                    books.default,                          books.default.svc.cluster.local:80
                    Books.Default.:443,                     books.default.svc.cluster.local:443
                    books.default.svc,                      books.default.svc.cluster.local:80
                    books.default.svc.:1,                   books.default.svc.cluster.local:1
                    books.default.svc.cluster.local,        books.default.svc.cluster.local:80
                    books.default.svc.cluster.local.:65535, books.default.svc.cluster.local:65535
                    books.svc,                              books.svc.svc.cluster.local:80
                    books-0.books.shop.svc:80,              books-0.books.shop.svc.cluster.local:80
                    example.com,                            example.com.svc.cluster.local:80
                    api.stripe.com,                         api.stripe.com:80
                    API.Stripe.COM.:443,                    api.stripe.com:443
                    my_app.x_y.example,                     my_app.x_y.example:80
                    cluster.local,                          cluster.local:80
                    localhost:8080,                         localhost:8080
                    web.localhost,                          web.localhost:80
                    mylocalhost,                            mylocalhost.shop.svc.cluster.local:80
                    10.0.0.1,                               10.0.0.1:80
                    10.0.0.1:8080,                          10.0.0.1:8080
                    [::1],                                  [::1]:80
                    [2001:DB8:0:0::1]:8080,                 [2001:db8::1]:8080
                    [::ffff:10.0.0.1]:80,                   10.0.0.1:80
                    """)
    void readsEveryFormOfAName(String text, String expected) {
        assertThat(RULES.parse(text)).map(Authority::toString).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                ":80",
                "..",
                "books..default",
                ".books",
                "books:0",
                "books:65536",
                "books:080000",
                "books:80a",
                "books:-1",
                "books:8:0",
                "books 1",
                "user@books",
                "books/x",
                "b%6Foks",
                "-books",
                "books-",
                "bücher",
                "256.0.0.1",
                "10.0.0",
                "10.0.0.01",
                "80",
                "::1",
                "[::1",
                "[::1]x",
                "[::1]80",
                "[10.0.0.1]",
                "[]",
                "[books]",
                "[fe80::1%eth0]",
                "]",
                "["
            })
    void refusesWhatIsNoAuthority(String text) {
        assertThat(RULES.parse(text)).isEmpty();
    }

    @Test
    void refusesNamesThatAreTooLong() {
        String label = "a".repeat(63);
        String longest = String.join(".", label, label, label, "b".repeat(61));

        assertThat(RULES.parse(longest + ".:65535")).isPresent();
        assertThat(RULES.parse(longest + "c")).isEmpty();
        assertThat(RULES.parse("a".repeat(64))).isEmpty();
        // the full name is what has to fit
        assertThat(RULES.parse(String.join(".", label, label, label, "b".repeat(54), "svc")))
                .isEmpty();
    }

    @Test
    void usesThePortOfTheCallerWhenThereIsNone() {
        assertThat(RULES.parse("books", 7002).map(Authority::port)).contains(7002);
        assertThat(RULES.parse("books:7003", 7002).map(Authority::port)).contains(7003);
    }

    @Test
    void followsNamespaceAndClusterDomain() {
        var rules = new NameRules("Front", "Example.Org.");

        assertThat(rules.parse("books").map(Authority::name))
                .contains("books.front.svc.example.org");
        assertThat(rules.parse("books.shop.svc.cluster.local").map(Authority::name))
                .contains("books.shop.svc.cluster.local");
        assertThat(rules.namespace()).isEqualTo("front");
        assertThat(rules.clusterDomain()).isEqualTo("example.org");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b", "a b", "-a"})
    void refusesNamespacesThatAreNoLabel(String namespace) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NameRules(namespace, "cluster.local"))
                .withMessageStartingWith("namespace: " + namespace);
    }

    @Test
    void knowsTheServiceOfAFullName() {
        assertThat(RULES.service("books.default.svc.cluster.local"))
                .contains(new ServiceName("books", "default"));
        assertThat(RULES.service("books-0.books.default.svc.cluster.local"))
                .contains(new ServiceName("books", "default"));
        assertThat(RULES.fullName(new ServiceName("books", "default")))
                .isEqualTo("books.default.svc.cluster.local");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api.stripe.com",
                "books.svc.cluster.local",
                "a.b.c.d.svc.cluster.local",
                ".default.svc.cluster.local",
                "books.default.svc.other.local",
                "svc.cluster.local"
            })
    void knowsNoServiceOfOtherNames(String name) {
        assertThat(RULES.service(name)).isEmpty();
    }

    @Property
    void readsEveryFormOfAServiceAlike(
            @ForAll("labels") String service, @ForAll("labels") String namespace) {
        var rules = new NameRules(namespace, "cluster.local");
        String full = service + "." + namespace + ".svc.cluster.local";
        Optional<Authority> expected = Optional.of(new Authority(full, 80));

        assertThat(rules.parse(service)).isEqualTo(expected);
        assertThat(rules.parse(service + "." + namespace)).isEqualTo(expected);
        assertThat(rules.parse(service + "." + namespace + ".svc")).isEqualTo(expected);
        assertThat(rules.parse(full)).isEqualTo(expected);
        assertThat(rules.parse(full.toUpperCase(Locale.ROOT) + ".:80")).isEqualTo(expected);
    }

    @Property
    void readsItsOwnAnswersUnchanged(@ForAll("authorities") String text) {
        Optional<Authority> once = RULES.parse(text);

        Optional<Authority> twice = once.flatMap(authority -> RULES.parse(authority.toString()));

        assertThat(twice).isEqualTo(once);
        assertThat(once.stream()).allMatch(authority -> authority.name().length() <= 253);
    }

    @Property
    void takesAnyTextWithoutAnException(@ForAll String text) {
        assertThat(RULES.parse(text).stream())
                .allMatch(authority -> authority.name().length() <= 253);
    }

    @Provide
    Arbitrary<String> labels() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .ofMinLength(1)
                .ofMaxLength(20)
                .filter(label -> !label.equals("localhost"));
    }

    @Provide
    Arbitrary<String> authorities() {
        Arbitrary<String> hosts =
                Arbitraries.strings().withChars("aZ09-_.:[]%@/ ü").ofMaxLength(40);
        Arbitrary<String> ports = Arbitraries.of("", ":", ":80", ":0", ":65536", ".:7002");
        return Combinators.combine(hosts, ports).as(String::concat);
    }
}
