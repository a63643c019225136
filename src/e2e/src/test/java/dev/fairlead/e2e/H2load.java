package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A run of {@code h2load}. */
final class H2load {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Pattern REQUESTS =
            Pattern.compile(
                    "requests: (\\d+) total, (\\d+) started, (\\d+) done, (\\d+) succeeded,"
                            + " (\\d+) failed, (\\d+) errored, (\\d+) timeout");
    private static final Pattern STATUSES =
            Pattern.compile("status codes: (\\d+) 2xx, (\\d+) 3xx, (\\d+) 4xx, (\\d+) 5xx");

    private final List<String> command = new ArrayList<>();

    /** Sends requests over so many connections with so many streams each. */
    H2load(int requests, int connections, int streams) {
        command.add("h2load");
        command.add("--requests=" + requests);
        command.add("--clients=" + connections);
        command.add("--max-concurrent-streams=" + streams);
    }

    /**
     * How a run went.
     *
     * @param succeeded requests with a status below 400
     * @param failed requests without an answer, or with another status
     * @param ok answers with a status of 200 to 299
     * @param clientErrors of 400 to 499
     * @param serverErrors of 500 and above
     * @param output all that h2load says
     */
    record Result(
            long succeeded,
            long failed,
            long ok,
            long clientErrors,
            long serverErrors,
            String output) {
        static Result of(String output) {
            Matcher requests = matcher(REQUESTS, output);
            Matcher statuses = matcher(STATUSES, output);
            return new Result(
                    Long.parseLong(requests.group(4)),
                    Long.parseLong(requests.group(5)),
                    Long.parseLong(statuses.group(1)),
                    Long.parseLong(statuses.group(3)),
                    Long.parseLong(statuses.group(4)),
                    output);
        }

        private static Matcher matcher(Pattern pattern, String output) {
            Matcher matcher = pattern.matcher(output);
            assertThat(matcher.find()).as("%s in:\n%s", pattern, output).isTrue();
            return matcher;
        }

        void assertAllOk(long requests) {
            assertThat(ok).as(output).isEqualTo(requests);
            assertThat(succeeded).as(output).isEqualTo(requests);
        }
    }

    /** HTTP/1.1 with as many connections; streams are requests that do not wait for answers. */
    H2load http1() {
        command.add("--h1");
        return this;
    }

    /** Sends this file with each request, by POST. */
    H2load body(Path file) {
        command.add("--data=" + file);
        return this;
    }

    /** Asks for these in turn, wherever the names lead: the connections go to the port. */
    Result run(int port, String authority, String... paths) {
        List<String> line = new ArrayList<>(command);
        line.add("--connect-to=127.0.0.1:" + port);
        for (String path : paths) {
            line.add("http://" + authority + path);
        }
        return Result.of(Program.output(LIMIT, line.toArray(String[]::new)));
    }

    /** Starts to send, and goes on for so long. */
    static Program forSeconds(int seconds, List<String> options, int port, String authority) {
        List<String> line = new ArrayList<>(List.of("h2load", "--duration=" + seconds));
        line.addAll(options);
        line.add("--connect-to=127.0.0.1:" + port);
        line.add("http://" + authority + "/books/1");
        return Program.start("h2load", line);
    }
}
