package dev.fairlead.metrics;

import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The page of all metrics in Prometheus' text format 0.0.4: the proxy's families in the order of
 * {@link ProxyMeter}, then those of the process and the virtual machine by name.
 *
 * <p>Our own writer prints the families that are counted in cells, because the Prometheus client
 * sorts labels by name, where Linkerd's page has an order that tools compare, and because it would
 * build several objects per sample at each scrape. Gauges of the proxy are printed by it too, so
 * that they share the cap on series. Micrometer gives what describes the process and the virtual
 * machine; it is set up at the first scrape, not at start.
 *
 * <p>Thread-safe: scrapes take turns. A page of the default size takes milliseconds, one with
 * 10,000 series a fraction of a second: do not make it on a loop that serves traffic if that
 * matters.
 */
public final class ScrapePage {
    /**
     * What the page is served as: exactly what Linkerd says, which Prometheus takes for its text
     * format.
     */
    public static final String CONTENT_TYPE = "text/plain";

    private final ReentrantLock turn = new ReentrantLock();
    private final SeriesTables tables;
    private final FunctionTable functions;
    private final LongSupplier nanoTime;
    private @Nullable RuntimeMeters runtime;

    ScrapePage(SeriesTables tables, FunctionTable functions, LongSupplier nanoTime) {
        this.tables = tables;
        this.functions = functions;
        this.nanoTime = nanoTime;
    }

    /** The page in UTF-8. */
    public byte[] text() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("an array took no bytes", e);
        }
        return bytes.toByteArray();
    }

    /** The page, compressed (RFC 1952). */
    public byte[] gzip() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            writeTo(gzip);
        } catch (IOException e) {
            throw new UncheckedIOException("an array took no bytes", e);
        }
        return bytes.toByteArray();
    }

    /**
     * Writes the page in UTF-8 and leaves the stream open. Other scrapes wait meanwhile, so give it
     * a stream that does not block.
     *
     * @throws IOException if the stream does
     */
    public void writeTo(OutputStream out) throws IOException {
        turn.lock();
        try {
            long nowNanos = nanoTime.getAsLong();
            tables.observe(nowNanos);
            Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            new FamilyWriter(new SampleWriter(writer), tables, functions).writeAll();
            writer.flush();
            runtime().writeTo(out);
            out.write("# EOF\n".getBytes(StandardCharsets.UTF_8));
            out.flush();
            tables.expire(nowNanos);
        } finally {
            turn.unlock();
        }
    }

    private RuntimeMeters runtime() {
        RuntimeMeters made = runtime;
        if (made == null) {
            made = new RuntimeMeters();
            runtime = made;
        }
        return made;
    }
}
