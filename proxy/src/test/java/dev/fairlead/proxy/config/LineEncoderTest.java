package dev.fairlead.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** The lines of {@link PlainLineEncoder} and {@link JsonLineEncoder}. */
final class LineEncoderTest {
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    @Test
    void plainLineHasUptimeLevelThreadTargetMessageAndKeys() {
        LoggingEvent event = event(Level.INFO, "listening");
        event.addKeyValuePair(new KeyValuePair("address", "127.0.0.1:4143"));
        event.addKeyValuePair(new KeyValuePair("attempts", 2));

        String line = PlainLineEncoder.line(event, START);

        assertThat(line)
                .isEqualTo(
                        "[     0.001234s]  INFO main dev.fairlead.proxy.Listener: listening"
                                + " address=127.0.0.1:4143 attempts=2\n");
    }

    @Test
    void levelsAndLongUptimesKeepTheirColumns() {
        LoggingEvent event = event(Level.ERROR, "x");
        event.setInstant(START.plusSeconds(123_456));

        assertThat(PlainLineEncoder.line(event, START)).startsWith("[123456.000000s] ERROR main ");
    }

    @Test
    void clockSetBackShowsNoNegativeUptime() {
        LoggingEvent event = event(Level.WARN, "x");
        event.setInstant(START.minusSeconds(1));

        assertThat(PlainLineEncoder.line(event, START)).startsWith("[     0.000000s]  WARN ");
    }

    @Test
    void nothingThatIsLoggedCanForgeALine() {
        LoggingEvent event = event(Level.INFO, "a\nb\r\u001b[31m\u2028");
        event.addKeyValuePair(new KeyValuePair("source", "x\ny \"z\" \\"));
        event.addKeyValuePair(new KeyValuePair("empty", ""));

        assertThat(PlainLineEncoder.line(event, START))
                .endsWith(
                        ": a\\nb\\r\\u001b[31m\\u2028 source=\"x\\ny \\\"z\\\" \\\\\" empty=\"\"\n")
                .hasLineCount(1);
    }

    @Test
    void stackFollowsItsLine() {
        LoggingEvent event = event(Level.ERROR, "failed");
        event.setThrowableProxy(
                new ch.qos.logback.classic.spi.ThrowableProxy(new IllegalStateException("why")));

        assertThat(PlainLineEncoder.line(event, START))
                .contains(": failed\njava.lang.IllegalStateException: why\n")
                .contains("at dev.fairlead.proxy.config.LineEncoderTest");
    }

    @Test
    void plainEncoderMeasuresFromTheStartOfTheLog() {
        LoggingEvent event = event(Level.INFO, "x");
        LoggerContext context = new LoggerContext();
        event.setLoggerContextRemoteView(context.getLoggerContextRemoteView());
        event.setInstant(Instant.ofEpochMilli(context.getBirthTime()).plusSeconds(7));

        byte[] line = new PlainLineEncoder().encode(event);

        assertThat(new String(line, StandardCharsets.UTF_8)).startsWith("[     7.000000s]");
    }

    @Test
    void jsonLineHasTheShapeOfLinkerds() {
        LoggingEvent event = event(Level.INFO, "listening \"now\"\n");
        event.addKeyValuePair(new KeyValuePair("address", "127.0.0.1:4143"));
        event.addKeyValuePair(new KeyValuePair("attempts", 2));
        event.addKeyValuePair(new KeyValuePair("bytes", 3L));
        event.addKeyValuePair(new KeyValuePair("share", 0.5));
        event.addKeyValuePair(new KeyValuePair("ready", true));
        event.addKeyValuePair(new KeyValuePair("none", null));

        String line = new String(new JsonLineEncoder().encode(event), StandardCharsets.UTF_8);

        assertThat(line)
                .isEqualTo(
                        """
                        {"timestamp":"2026-11-22T10:00:00.001234Z","level":"INFO",\
                        "target":"dev.fairlead.proxy.Listener",\
                        "fields":{"message":"listening \\"now\\"\\n",\
                        "address":"127.0.0.1:4143","attempts":2,"bytes":3,"share":0.5,\
                        "ready":true,"none":null},"spans":[],"threadId":"main"}
                        """);
    }

    @Test
    void jsonLineStaysOneValidLineWithAStack() {
        LoggingEvent event = event(Level.ERROR, "failed");
        event.addKeyValuePair(new KeyValuePair("share", Double.NaN));
        event.setThrowableProxy(
                new ch.qos.logback.classic.spi.ThrowableProxy(new IllegalStateException("why")));

        byte[] line = new JsonLineEncoder().encode(event);

        assertThat(new String(line, StandardCharsets.UTF_8))
                .hasLineCount(1)
                .contains("\"share\":\"NaN\"", "\"stack\":\"java.lang.IllegalStateException: why");
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), line)) {
            JsonToken last = parser.nextToken();
            for (JsonToken next = last; next != null; next = parser.nextToken()) {
                last = next;
            }
            assertThat(last).isEqualTo(JsonToken.END_OBJECT);
        }
    }

    private static LoggingEvent event(Level level, String message) {
        LoggingEvent event = new LoggingEvent();
        event.setLevel(level);
        event.setThreadName("main");
        event.setLoggerName("dev.fairlead.proxy.Listener");
        event.setMessage(message);
        event.setInstant(START.plusNanos(1_234_567));
        return event;
    }
}
