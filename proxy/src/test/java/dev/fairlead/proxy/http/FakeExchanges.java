package dev.fairlead.proxy.http;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Exchanges that do nothing but remember; a test answers in their place. */
final class FakeExchanges implements ExchangeFactory {
    /** One request and the way back to its client. */
    record Opened(Recorder request, MessageSink response) {}

    final List<Opened> opened = new ArrayList<>();
    final List<RequestProblem> problems = new ArrayList<>();

    /** Whether requests read from now on wait for {@link Recorder#letGoOn}. */
    boolean slow;

    /** Called for each request while it is being opened: answers that come at once. */
    Consumer<MessageSink> atOnce = response -> {};

    @Override
    public MessageSink open(MessageSink response) {
        Recorder request = new Recorder(slow);
        opened.add(new Opened(request, response));
        return new OnHead(request, () -> atOnce.accept(response));
    }

    @Override
    public void refuse(RequestProblem problem, MessageSink response) {
        problems.add(problem);
        Http2Headers head =
                switch (problem) {
                    case MALFORMED -> head(400);
                    case HEADERS_TOO_LARGE -> head(431);
                    case TARGET_TOO_LONG -> head(414);
                };
        response.head(head.set("content-length", "0"), true);
    }

    Recorder request(int index) {
        return opened.get(index).request();
    }

    MessageSink response(int index) {
        return opened.get(index).response();
    }

    static Http2Headers head(int status) {
        return new DefaultHttp2Headers(false).status(Integer.toString(status));
    }

    private record OnHead(Recorder request, Runnable then) implements MessageSink {
        @Override
        public void head(Http2Headers head, boolean last) {
            request.head(head, last);
            then.run();
        }

        @Override
        public void data(io.netty.buffer.ByteBuf data, boolean last, Runnable written) {
            request.data(data, last, written);
        }

        @Override
        public void trailers(Http2Headers trailers) {
            request.trailers(trailers);
        }

        @Override
        public void abort(io.netty.handler.codec.http2.Http2Error reason) {
            request.abort(reason);
        }
    }
}
