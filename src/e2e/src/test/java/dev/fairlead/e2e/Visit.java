package dev.fairlead.e2e;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A request at a {@link RudeServer}, and all that can be done to it, in either version of HTTP.
 * Belongs to the server's event loop.
 */
abstract class Visit {
    private final Ledger ledger;
    private final String method;
    private final String path;
    private final Map<String, String> headers;
    private final int time;
    private final Checksum.Sum received = new Checksum.Sum();
    private boolean heard;
    private boolean over;

    Visit(Ledger ledger, String method, String path, Map<String, String> headers) {
        this.ledger = ledger;
        this.method = method;
        this.path = path;
        this.headers = Map.copyOf(headers);
        this.time = ledger.arrived(id());
        ledger.head(id(), headers);
    }

    final String id() {
        return headers.getOrDefault(Question.ID, "");
    }

    final String method() {
        return method;
    }

    /** With the query. */
    final String path() {
        return path;
    }

    final Map<String, String> headers() {
        return headers;
    }

    /** 1 when it is the first request with this id, and so on. */
    final int time() {
        return time;
    }

    /** Bytes of the body up to now. */
    final long received() {
        return received.bytes();
    }

    /** Whether the whole request has come. */
    final boolean heard() {
        return heard;
    }

    /** Whether nothing can be said any more. */
    final boolean isOver() {
        return over;
    }

    final Ledger ledger() {
        return ledger;
    }

    final void hear(ByteBuf data) {
        received.add(data);
    }

    final void hearEnd() {
        heard = true;
        ledger.body(id(), received.value(), headers.getOrDefault(Question.SIZE, ""));
    }

    final void brokenOff(String how) {
        if (!over) {
            over = true;
            ledger.brokenOff(id(), how);
        }
    }

    /** Sends the head of an answer; the last thing that is said, or not. */
    final void head(int status, Map<String, String> headers, boolean last) {
        if (!over) {
            ledger.answered(status);
            over = last;
            writeHead(status, headers, last);
        }
    }

    /** Sends so many bytes. */
    final Future<?> data(int bytes, boolean last) {
        over |= last;
        byte[] part = new byte[bytes];
        new Stuff().next(part, bytes);
        return writeData(Unpooled.wrappedBuffer(part), last);
    }

    /** Sends a whole answer. */
    final void answer(int status, Map<String, String> headers, String text) {
        if (over) {
            return;
        }
        head(status, headers, text.isEmpty());
        if (!text.isEmpty()) {
            over = true;
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            writeData(Unpooled.wrappedBuffer(bytes), true).addListener(_ -> {});
        }
    }

    final void trailers(Map<String, String> trailers) {
        over = true;
        writeTrailers(trailers);
    }

    /** Breaks the exchange off, hard. */
    final void reset() {
        over = true;
        breakOff();
    }

    /** Says that the request was not looked at; HTTP/1 has no word for it and just closes. */
    final void refuse() {
        over = true;
        ledger.refused(id());
        writeRefusal();
    }

    /** Says that the server goes away and has not looked at this request, nor at later ones. */
    final void goAway() {
        over = true;
        ledger.refused(id());
        writeGoAway();
    }

    /** Does something later, if it is still of use. */
    final void after(long millis, Runnable action) {
        Runnable unlessOver =
                () -> {
                    if (!over) {
                        action.run();
                    }
                };
        context()
                .executor()
                .schedule(unlessOver, millis, TimeUnit.MILLISECONDS)
                .addListener(_ -> {});
    }

    final boolean isWritable() {
        return context().channel().isWritable();
    }

    abstract ChannelHandlerContext context();

    abstract void writeHead(int status, Map<String, String> headers, boolean last);

    abstract Future<?> writeData(ByteBuf data, boolean last);

    abstract void writeTrailers(Map<String, String> trailers);

    abstract void breakOff();

    abstract void writeRefusal();

    abstract void writeGoAway();

    /** Sends the beginning of a head that has no end. */
    abstract void halfHead();

    /** Reads no more of the body. */
    abstract void stopReading();
}
