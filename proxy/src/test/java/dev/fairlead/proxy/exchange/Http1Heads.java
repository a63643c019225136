package dev.fairlead.proxy.exchange;

import dev.fairlead.proxy.config.HttpLimits;
import dev.fairlead.proxy.http.ExchangeFactory;
import dev.fairlead.proxy.http.Http1Codecs;
import dev.fairlead.proxy.http.MessageSink;
import dev.fairlead.proxy.http.RequestProblem;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Request heads as the HTTP/1 edge makes them of what a client wrote. */
final class Http1Heads implements ExchangeFactory, MessageSink {
    private final List<Http2Headers> heads = new ArrayList<>();

    private Http1Heads() {}

    static Http2Headers of(String request) {
        Http1Heads reader = new Http1Heads();
        EmbeddedChannel channel = new EmbeddedChannel();
        Http1Codecs.addServer(
                channel.pipeline(), new HttpLimits(8192, 8192, 100), Duration.ZERO, reader);
        channel.writeInbound(
                Unpooled.copiedBuffer(request.replace("\n", "\r\n"), StandardCharsets.US_ASCII));
        channel.finishAndReleaseAll();
        return reader.heads.getFirst();
    }

    @Override
    public MessageSink open(MessageSink response) {
        return this;
    }

    @Override
    public void refuse(RequestProblem problem, MessageSink response) {
        throw new AssertionError(problem);
    }

    @Override
    public void head(Http2Headers head, boolean last) {
        heads.add(head);
    }

    @Override
    public void data(ByteBuf data, boolean last, Runnable written) {
        data.release();
        written.run();
    }

    @Override
    public void trailers(Http2Headers trailers) {}

    @Override
    public void abort(Http2Error reason) {}
}
