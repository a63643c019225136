package dev.fairlead.proxy.admin;

import dev.fairlead.metrics.HttpMeters;
import dev.fairlead.metrics.ResponseOutcome;
import dev.fairlead.proxy.http.MessageSink;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** One request to the admin server: gathers its body and answers it with a page. */
final class AdminExchange implements MessageSink {
    private static final int MAX_BODY_BYTES = 64 * 1024;

    private final AdminPages pages;
    private final HttpMeters meters;
    private final boolean fromLoopback;
    private final MessageSink response;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final long startedNanos = System.nanoTime();
    private @Nullable Http2Headers head;
    private boolean answered;

    AdminExchange(AdminPages pages, HttpMeters meters, boolean fromLoopback, MessageSink response) {
        this.pages = pages;
        this.meters = meters;
        this.fromLoopback = fromLoopback;
        this.response = response;
    }

    @Override
    public void head(Http2Headers head, boolean last) {
        this.head = head;
        meters.request();
        if (last) {
            answer(head);
        }
    }

    @Override
    public void data(ByteBuf data, boolean last, Runnable written) {
        Http2Headers asked = head;
        try {
            if (!answered && body.size() + data.readableBytes() <= MAX_BODY_BYTES) {
                data.readBytes(body, data.readableBytes());
            } else if (!answered) {
                write(Responses.text(413, "body too large"));
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } finally {
            data.release();
            written.run();
        }
        if (last && !answered && asked != null) {
            answer(asked);
        }
    }

    @Override
    public void trailers(Http2Headers trailers) {
        Http2Headers asked = head;
        if (!answered && asked != null) {
            answer(asked);
        }
    }

    @Override
    public void abort(Http2Error reason) {
        answered = true;
    }

    private void answer(Http2Headers asked) {
        CharSequence path = asked.path();
        String target = path == null ? "" : path.toString();
        int mark = target.indexOf('?');
        CharSequence encodings = asked.get(HttpHeaderNames.ACCEPT_ENCODING);
        CharSequence accept = asked.get(HttpHeaderNames.ACCEPT);
        write(
                pages.respond(
                        new AdminRequest(
                                asked.method().toString(),
                                mark < 0 ? target : target.substring(0, mark),
                                mark < 0 ? "" : target.substring(mark + 1),
                                fromLoopback,
                                accept == null ? "" : accept.toString(),
                                encodings != null && encodings.toString().contains("gzip"),
                                body.toByteArray())));
    }

    private void write(AdminResponse page) {
        answered = true;
        Http2Headers answer = new DefaultHttp2Headers(false, page.headers().size() + 2);
        answer.status(Integer.toString(page.status()));
        page.headers().forEach(field -> answer.add(field.getKey(), field.getValue()));
        boolean empty = page.body().length == 0;
        meters.latency(page.status(), (System.nanoTime() - startedNanos) / 1_000_000);
        meters.response(
                page.status(),
                page.status() >= 500 ? ResponseOutcome.FAILURE : ResponseOutcome.SUCCESS);
        response.head(answer, empty);
        if (!empty) {
            response.data(Unpooled.wrappedBuffer(page.body()), true, () -> {});
        }
    }
}
