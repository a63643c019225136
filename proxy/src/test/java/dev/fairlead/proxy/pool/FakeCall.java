package dev.fairlead.proxy.pool;

import dev.fairlead.proxy.http.ConnectionLoss;
import dev.fairlead.proxy.http.MessageSink;
import dev.fairlead.proxy.http.ResponseSink;
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

/** One request on a {@link FakeEdge}: writes down what it is given, answers what it is told. */
public final class FakeCall implements MessageSink {
    private final FakeEdge edge;
    private final ResponseSink response;
    private final List<String> events = new ArrayList<>();
    private final Queue<Runnable> unwritten = new ArrayDeque<>();
    private Http2Headers fields = new DefaultHttp2Headers();
    private boolean requestEnded;
    private boolean responseEnded;

    FakeCall(FakeEdge edge, ResponseSink response) {
        this.edge = edge;
        this.response = response;
    }

    @Override
    public void head(Http2Headers head, boolean last) {
        requestEnded = last;
        fields = new DefaultHttp2Headers(false).add(head);
        events.add("head " + head.method() + " " + head.path() + (last ? " last" : ""));
        edge.react(this);
    }

    @Override
    public void data(ByteBuf data, boolean last, Runnable written) {
        String text = data.toString(StandardCharsets.US_ASCII);
        data.release();
        if (requestEnded) {
            written.run();
            return;
        }
        requestEnded = last;
        events.add("data " + text + (last ? " last" : ""));
        unwritten.add(written);
        endIfDone();
        edge.react(this);
    }

    @Override
    public void trailers(Http2Headers trailers) {
        if (!requestEnded) {
            requestEnded = true;
            events.add("trailers");
            endIfDone();
        }
    }

    @Override
    public void abort(Http2Error reason) {
        if (!requestEnded || !responseEnded) {
            requestEnded = true;
            responseEnded = true;
            events.add("abort " + reason);
            edge.ended(this);
            write(); // what was not on its way is thrown away
        }
    }

    /**
     * What came: {@code head GET /a last}, {@code data x}, {@code trailers}, {@code abort CANCEL}.
     */
    public List<String> events() {
        return events;
    }

    /** The head as it came. */
    public Http2Headers fields() {
        return fields;
    }

    /** Says of everything that it is on its way; returns how many pieces that were. */
    public int write() {
        int count = 0;
        for (Runnable next = unwritten.poll(); next != null; next = unwritten.poll()) {
            next.run();
            count++;
        }
        return count;
    }

    /** Answers with a head. */
    public void answer(int status, boolean last) {
        answer(new DefaultHttp2Headers().status(Integer.toString(status)), last);
    }

    /** Answers with this head. */
    public void answer(Http2Headers head, boolean last) {
        if (!responseEnded) {
            responseEnded = last;
            response.head(head, last);
            endIfDone();
        }
    }

    /** Answers with a piece of body, which {@code written} follows. */
    public void answerData(String text, boolean last, Runnable written) {
        answerData(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII), last, written);
    }

    /** Answers with a piece of body; takes ownership. */
    public void answerData(ByteBuf data, boolean last, Runnable written) {
        if (responseEnded) {
            data.release();
            written.run();
            return;
        }
        responseEnded = last;
        response.data(data, last, written);
        endIfDone();
    }

    /** Ends the answer with one trailer. */
    public void answerTrailers(String name, String value) {
        answerTrailers(new DefaultHttp2Headers().set(name, value));
    }

    /** Ends the answer with trailers. */
    public void answerTrailers(Http2Headers trailers) {
        if (!responseEnded) {
            responseEnded = true;
            response.trailers(trailers);
            endIfDone();
        }
    }

    /** The endpoint resets the stream. */
    public void reset(Http2Error error) {
        if (!requestEnded || !responseEnded) {
            requestEnded = true;
            responseEnded = true;
            edge.ended(this);
            response.abort(error);
            write();
        }
    }

    /** The connection goes. */
    public void lose(ConnectionLoss loss) {
        if (!responseEnded) {
            requestEnded = true;
            responseEnded = true;
            edge.ended(this);
            response.lost(loss);
            write();
        }
    }

    private void endIfDone() {
        if (requestEnded && responseEnded) {
            edge.ended(this);
        }
    }

    /** Whether the answer has ended. */
    public boolean answered() {
        return responseEnded;
    }

    /** Whether both sides have ended. */
    public boolean ended() {
        return requestEnded && responseEnded;
    }
}
