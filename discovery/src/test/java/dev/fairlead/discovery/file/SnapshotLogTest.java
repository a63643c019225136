package dev.fairlead.discovery.file;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.fairlead.discovery.DiscoveryStatus;
import dev.fairlead.discovery.DiscoveryStatus.Invalid;
import dev.fairlead.discovery.NameRules;
import dev.fairlead.discovery.file.LoadedProfile.Origin;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SnapshotLogTest {
    private static final LoadedProfile BOOKS =
            Profiles.loaded("shop", "books.shop.svc.cluster.local", new Origin("a.yaml", 1));

    private final Logger logger = (Logger) LoggerFactory.getLogger(SnapshotLog.class);
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();
    private final SnapshotLog log = new SnapshotLog();

    @BeforeEach
    void listen() {
        events.start();
        logger.addAppender(events);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(events);
    }

    @Test
    void tellsOnceThatAProfileComesIntoForceAndThatItGoes() {
        log.changed(snapshot(List.of(BOOKS), List.of(), List.of()));
        log.changed(snapshot(List.of(BOOKS.asLastGood()), List.of(), List.of()));
        log.changed(snapshot(List.of(), List.of(), List.of()));

        assertThat(lines())
                .containsExactly("INFO profile in force a.yaml:1", "INFO profile removed a.yaml:1");
    }

    @Test
    void tellsThatAProfileChanges() {
        LoadedProfile next =
                Profiles.loaded("shop", "books.shop.svc.cluster.local", new Origin("a.yaml", 1));

        log.changed(snapshot(List.of(BOOKS), List.of(), List.of()));
        log.changed(snapshot(List.of(next), List.of(), List.of()));

        assertThat(lines())
                .containsExactly(
                        "INFO profile in force a.yaml:1", "INFO profile in force a.yaml:1");
    }

    @Test
    void warnsOfEachProblemOnceUntilItIsGone() {
        log.changed(snapshot(List.of(), List.of("bad"), List.of("odd")));
        log.changed(snapshot(List.of(), List.of("bad", "worse"), List.of("odd")));
        log.changed(snapshot(List.of(), List.of(), List.of()));
        log.changed(snapshot(List.of(), List.of("bad"), List.of()));

        assertThat(lines())
                .containsExactly(
                        "WARN discovery source has an error bad",
                        "WARN profile may surprise odd",
                        "WARN discovery source has an error worse",
                        "WARN discovery source has an error bad");
    }

    private List<String> lines() {
        return events.list.stream()
                .map(event -> event.getLevel() + " " + event.getMessage() + " " + subject(event))
                .toList();
    }

    private static Object subject(ILoggingEvent event) {
        return event.getKeyValuePairs().stream()
                .filter(pair -> pair.key.equals("source") || pair.key.equals("problem"))
                .findFirst()
                .map(pair -> pair.value)
                .orElse("");
    }

    private static FileSnapshot snapshot(
            List<LoadedProfile> profiles, List<String> problems, List<String> warnings) {
        List<Invalid> invalid =
                problems.stream().map(problem -> new Invalid("a.yaml", problem)).toList();
        return new FileSnapshot(
                new ProfileIndex(new NameRules("front", "cluster.local"), profiles),
                new EndpointIndex(Map.of()),
                new DiscoveryStatus(true, invalid),
                warnings);
    }
}
