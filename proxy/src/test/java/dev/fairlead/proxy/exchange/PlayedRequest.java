package dev.fairlead.proxy.exchange;

import dev.fairlead.proxy.http.MessageSink;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One request of a play and the client that sent it, which counts how often it was answered. */
final class PlayedRequest implements MessageSink {
    /** The field that tells an endpoint which request it got. */
    static final String ID = "x-request";

    /** The field that tells a client who answered. */
    static final String ANSWERED_BY = "x-call";

    final String id;
    final boolean retryable;
    final List<ByteBuf> buffers = new ArrayList<>();
    final List<AtomicInteger> writes = new ArrayList<>();
    private final StringBuilder sent = new StringBuilder();
    private final Queue<Runnable> untaken = new ArrayDeque<>();
    private @Nullable MessageSink request;
    private boolean requestEnded;
    private boolean left;
    private boolean leavesAtNext;
    private int finalHeads;
    private int ends;
    private int strays;
    private String answeredBy = "";

    PlayedRequest(String id, boolean retryable) {
        this.id = id;
        this.retryable = retryable;
    }

    void begin(MessageSink request, Http2Headers head, boolean last) {
        this.request = request;
        requestEnded = last;
        request.head(head.set(ID, id), last);
    }

    void send(boolean last) {
        send(last, () -> {});
    }

    /** Sends more as soon as this piece is on its way. */
    void sendTwice() {
        send(false, () -> send(false));
    }

    private void send(boolean last, Runnable then) {
        if (requestEnded || request == null) {
            return;
        }
        requestEnded = last;
        String text = Character.toString('a' + sent.length() % 26);
        sent.append(text);
        AtomicInteger count = new AtomicInteger();
        writes.add(count);
        ByteBuf data = Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
        buffers.add(data);
        request.data(
                data,
                last,
                () -> {
                    count.incrementAndGet();
                    then.run();
                });
    }

    void sendTrailers() {
        if (!requestEnded && request != null) {
            requestEnded = true;
            request.trailers(new DefaultHttp2Headers());
        }
    }

    void leave() {
        if (!left && request != null && (ends == 0 || !requestEnded)) {
            left = ends == 0;
            requestEnded = true;
            request.abort(Http2Error.CANCEL);
        }
    }

    /** Goes away in the middle of the next part of its answer. */
    void leaveAtNext() {
        leavesAtNext = true;
    }

    private void maybeLeave() {
        if (leavesAtNext) {
            leavesAtNext = false;
            leave();
        }
    }

    /** Takes what came of the answer. */
    void take() {
        for (Runnable next = untaken.poll(); next != null; next = untaken.poll()) {
            next.run();
        }
    }

    @Override
    public void head(Http2Headers head, boolean last) {
        if (isOver()) {
            strays++;
            return;
        }
        if (!"1".contentEquals(head.status().subSequence(0, 1))) {
            finalHeads++;
            CharSequence by = head.get(ANSWERED_BY);
            answeredBy = by == null ? "" : by.toString();
        }
        ends += last ? 1 : 0;
        maybeLeave();
    }

    @Override
    public void data(ByteBuf data, boolean last, Runnable written) {
        data.release();
        if (isOver()) {
            strays++;
            written.run();
            return;
        }
        ends += last ? 1 : 0;
        untaken.add(written);
        maybeLeave();
    }

    @Override
    public void trailers(Http2Headers trailers) {
        strays += isOver() ? 1 : 0;
        ends += isOver() ? 0 : 1;
        maybeLeave();
    }

    @Override
    public void abort(Http2Error reason) {
        requestEnded = true;
        if (ends == 0 || reason != Http2Error.NO_ERROR) { // else the rest is not wanted
            strays += isOver() ? 1 : 0;
            ends += isOver() ? 0 : 1;
        }
    }

    private boolean isOver() {
        return left || ends > 0;
    }

    boolean requestEnded() {
        return requestEnded;
    }

    boolean left() {
        return left;
    }

    /** How many final heads came; at most 1. */
    int finalHeads() {
        return finalHeads;
    }

    /** How often its answer ended, well or not. */
    int ends() {
        return ends;
    }

    /** What came after the end. */
    int strays() {
        return strays;
    }

    /** The body as far as it was sent. */
    String sent() {
        return sent.toString();
    }

    /** Which call's answer it got; empty if none's. */
    String answeredBy() {
        return answeredBy;
    }
}
