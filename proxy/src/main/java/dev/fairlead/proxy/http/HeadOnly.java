package dev.fairlead.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.function.Consumer;

/**
 * Where the answer to a refused request goes when no edge knows its stream.
 *
 * @param writer takes the head, which is the whole answer
 */
record HeadOnly(Consumer<Http2Headers> writer) implements MessageSink {
    /** For refusals that are only to be counted: the peer is told by a reset. */
    static final HeadOnly UNSAID = new HeadOnly(head -> {});

    @Override
    public void head(Http2Headers head, boolean last) {
        HeaderRules.removeConnectionFields(head);
        writer.accept(head);
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
