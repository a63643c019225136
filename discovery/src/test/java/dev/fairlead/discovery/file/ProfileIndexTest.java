package dev.fairlead.discovery.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.discovery.DiscoveryStatus.Invalid;
import dev.fairlead.discovery.NameRules;
import dev.fairlead.discovery.ServiceView.ProfileInForce;
import dev.fairlead.discovery.file.LoadedProfile.Origin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileIndexTest {
    private static final NameRules NAMES = new NameRules("front", "cluster.local");
    private static final String BOOKS = "books.shop.svc.cluster.local";

    /**
     * P is the profile in the client's namespace, B the one in the service's; nil is none. Nobody
     * is told before both are known, as files are read whole before anybody can ask. A profile that
     * is in force already is not told again.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    P=p             | ''
                    P=p,B=nil       | p
                    B=b,P=nil       | b
                    B=nil,P=p,P=nil | p,nil
                    B=b,P=nil,B=nil | b,nil
                    B=b,P=p         | p
                    P=p,B=b,B=nil   | p
                    P=p,B=b,P=nil   | p,b
                    P=nil,B=nil     | nil
                    B=b,P=p,P=q     | p,q
                    """)
    void fallsBackFromTheClientsNamespaceToTheServices(String events, String expected) {
        var state = new HashMap<String, String>();
        var told = new ArrayList<String>();
        var live = new Live<String>(() -> inForce(state), told::add, _ -> {});

        for (String event : events.split(",")) {
            state.put(event.substring(0, 1), event.substring(2));
            if (state.size() == 2) {
                live.tell();
            }
        }

        assertThat(String.join(",", told)).isEqualTo(expected);
    }

    @Test
    void leavesProfilesOfOtherNamespacesAlone() {
        var index = index(loaded("elsewhere", BOOKS, 1));

        assertThat(index.inForce(BOOKS)).isEmpty();
    }

    @Test
    void appliesProfilesOfTheOwnNamespaceToNamesOutsideTheCluster() {
        var index = index(loaded("front", "api.stripe.com", 1));

        assertThat(index.inForce("api.stripe.com").map(ProfileInForce::source)).contains("a:1");
        assertThat(index.inForce("api.example.com")).isEmpty();
    }

    @Test
    void appliesTheServicesProfileToItsInstances() {
        String instance = "books-0." + BOOKS;
        var index = index(loaded("shop", BOOKS, 1));
        var withOwn = index(loaded("shop", BOOKS, 1), loaded("shop", instance, 2));

        assertThat(index.inForce(instance).map(ProfileInForce::source)).contains("a:1");
        assertThat(withOwn.inForce(instance).map(ProfileInForce::source)).contains("a:2");
    }

    @Test
    void tellsTheNamespaceThatWon() {
        var index = index(loaded("shop", BOOKS, 1), loaded("front", BOOKS, 2));

        assertThat(index.inForce(BOOKS).map(ProfileInForce::namespace)).contains("front");
    }

    @Test
    void prefersTheFirstOfTwoAndReportsTheOther() {
        var index = index(loaded("shop", BOOKS, 1), loaded("shop", BOOKS, 7));

        assertThat(index.inForce(BOOKS).map(ProfileInForce::source)).contains("a:1");
        assertThat(index.repeated())
                .containsExactly(
                        new Invalid(
                                "a",
                                "a:7: error: profile shop/"
                                        + BOOKS
                                        + " is already defined at a:1, which stays in force"));
    }

    private static String inForce(Map<String, String> state) {
        var profiles = new ArrayList<LoadedProfile>();
        add(profiles, "front", state.getOrDefault("P", "nil"));
        add(profiles, "shop", state.getOrDefault("B", "nil"));
        return new ProfileIndex(NAMES, profiles)
                .inForce(BOOKS)
                .map(profile -> profile.source().replace(":1", ""))
                .orElse("nil");
    }

    private static void add(List<LoadedProfile> profiles, String namespace, String name) {
        if (!name.equals("nil")) {
            profiles.add(Profiles.loaded(namespace, BOOKS, new Origin(name, 1)));
        }
    }

    private static LoadedProfile loaded(String namespace, String service, int line) {
        return Profiles.loaded(namespace, service, new Origin("a", line));
    }

    private static ProfileIndex index(LoadedProfile... profiles) {
        return new ProfileIndex(NAMES, Arrays.asList(profiles));
    }
}
