package dev.fairlead.proxy.config;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.io.ByteArrayOutputStream;
import java.time.temporal.ChronoUnit;
import org.slf4j.event.KeyValuePair;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Log lines for machines, in the shape of Linkerd's proxy: {@code timestamp} (wall clock, UTC),
 * {@code level}, {@code target}, {@code fields} (with {@code message}), {@code spans} (always
 * empty), {@code threadId}.
 */
final class JsonLineEncoder extends LineEncoder {
    private final JsonFactory json = new JsonFactory();

    @Override
    public byte[] encode(ILoggingEvent event) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        try (JsonGenerator out = json.createGenerator(ObjectWriteContext.empty(), line)) {
            out.writeStartObject();
            out.writeStringProperty(
                    "timestamp", event.getInstant().truncatedTo(ChronoUnit.MICROS).toString());
            out.writeStringProperty("level", event.getLevel().toString());
            out.writeStringProperty("target", event.getLoggerName());
            fields(out, event);
            out.writeArrayPropertyStart("spans").writeEndArray();
            out.writeStringProperty("threadId", event.getThreadName());
            out.writeEndObject();
        }
        line.write('\n');
        return line.toByteArray();
    }

    private static void fields(JsonGenerator out, ILoggingEvent event) {
        out.writeObjectPropertyStart("fields");
        out.writeStringProperty("message", event.getFormattedMessage());
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair pair : event.getKeyValuePairs()) {
                out.writeName(pair.key);
                value(out, pair.value);
            }
        }
        if (event.getThrowableProxy() != null) {
            out.writeStringProperty(
                    "stack", ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        out.writeEndObject();
    }

    private static void value(JsonGenerator out, Object value) {
        switch (value) {
            case Integer number -> out.writeNumber(number);
            case Long number -> out.writeNumber(number);
            case Double number when Double.isFinite(number) -> out.writeNumber(number);
            case Boolean flag -> out.writeBoolean(flag);
            case null -> out.writeNull();
            default -> out.writeString(value.toString());
        }
    }
}
