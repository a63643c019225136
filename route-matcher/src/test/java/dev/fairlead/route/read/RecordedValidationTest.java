package dev.fairlead.route.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers that Linkerd's own validator gave. */
class RecordedValidationTest {

    /** Linkerd admits these; we see no meaning in them. */
    private static final Set<String> REFUSED_ON_PURPOSE =
            Set.of(
                    "regex that does not compile",
                    "one-sided and empty status ranges", // status: {} says nothing
                    "override entries without content",
                    "negative budget ttl",
                    "JSON key given twice reaches the check already merged");

    /** Linkerd refuses this; a cluster prints it. */
    private static final Set<String> ADMITTED_ON_PURPOSE = Set.of("unknown field beside the spec");

    /** Linkerd's check sees profiles only; a file holds other things too. */
    private static final Set<String> PASSED_OVER = Set.of("kind and version are not looked at");

    record Case(String name, String object, boolean allowed, String message) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        RecordedValidationTest.class.getResourceAsStream("/validation.json"))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Parsed parsed = JsonText.parse(text);
            return Cursor.root(parsed.documents().getFirst().node()).items().stream()
                    .map(RecordedValidationTest::toCase);
        }
    }

    private static Case toCase(Cursor at) {
        return new Case(
                at.get("name").text(),
                at.get("object").text(),
                at.get("allowed").isTrue(),
                at.get("message").text());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void validatorAnswersAsRecorded(Case recorded) {
        String message = LinkerdValidator.firstError(recorded.object()).orElse("");

        assertThat(message).isEqualTo(recorded.message());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readerAgreesButForNamedCases(Case recorded) {
        Reading reading = ProfileReader.read("profile", recorded.object());

        boolean refused = REFUSED_ON_PURPOSE.contains(recorded.name());
        boolean admitted = ADMITTED_ON_PURPOSE.contains(recorded.name());
        boolean expected = (recorded.allowed() && !refused) || admitted;
        assertThat(reading.hasErrors()).as("%s", reading.problems()).isEqualTo(!expected);
        assertThat(reading.documents())
                .hasSize(expected && !PASSED_OVER.contains(recorded.name()) ? 1 : 0);
    }
}
