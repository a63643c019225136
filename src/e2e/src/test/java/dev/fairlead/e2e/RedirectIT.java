package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * Runs the tests of {@link RedirectedTraffic} in a network namespace of its own, where iptables may
 * redirect; it goes with the processes in it.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class RedirectIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String INSIDE = "in a namespace of its own";

    /** Brings the loopback interface up, says so, and runs a command in a folder. */
    private static final String SCRIPT =
            """
            ip link set lo up || exit 1
            iptables -t nat -L -n > /dev/null || exit 1
            cd "$1" || exit 1
            echo "$2"
            shift 2
            exec "$@"
            """;

    private static final Pattern RESULT =
            Pattern.compile(
                    "^(?<verdict>passed|failed) (?<name>\\w+)\n(?<trace>.*?)^end of \\w+$",
                    Pattern.MULTILINE | Pattern.DOTALL);

    @TestFactory
    Stream<DynamicTest> redirectedTraffic() {
        RealTools.need("redirected traffic", "unshare", "ip", "iptables");
        List<String> command =
                new ArrayList<>(
                        List.of("unshare", "--net", "--map-root-user", "sh", "-c", SCRIPT, "sh"));
        command.add(Checkout.ROOT.toAbsolutePath().toString());
        command.add(INSIDE);
        command.addAll(Launch.ofTests(RedirectedTraffic.class.getName(), List.of()));

        Program.Ended ended = Program.run(LIMIT, command.toArray(String[]::new));
        Assumptions.assumeTrue(
                ended.output().lines().anyMatch(INSIDE::equals),
                "no namespace with iptables: " + ended.output());

        assertThat(ended.exit()).as(ended.output()).isZero();
        List<MatchResult> results = RESULT.matcher(ended.output()).results().toList();
        assertThat(results)
                .extracting(result -> result.group("name"))
                .containsExactlyElementsOf(RedirectedTraffic.names());
        return results.stream().map(RedirectIT::test);
    }

    private static DynamicTest test(MatchResult result) {
        String verdict = result.group("verdict");
        String trace = result.group("trace");
        return DynamicTest.dynamicTest(
                result.group("name"), () -> assertThat(verdict).as(trace).isEqualTo("passed"));
    }
}
