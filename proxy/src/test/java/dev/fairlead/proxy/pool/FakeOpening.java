package dev.fairlead.proxy.pool;

import dev.fairlead.proxy.http.ConnectionLoss;
import dev.fairlead.proxy.http.MessageSink;
import dev.fairlead.proxy.http.ResponseSink;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.ArrayList;
import java.util.List;

/** A request at the pool's door. */
final class FakeOpening implements Opening, ResponseSink {
    final List<String> outcomes = new ArrayList<>();
    boolean cancelled;

    @Override
    public void opened(MessageSink request) {
        outcomes.add("opened");
    }

    @Override
    public void failed(ConnectFailure failure) {
        outcomes.add("failed " + failure);
    }

    @Override
    public boolean cancelled() {
        return cancelled;
    }

    @Override
    public void head(Http2Headers head, boolean last) {}

    @Override
    public void data(ByteBuf data, boolean last, Runnable written) {
        data.release();
        written.run();
    }

    @Override
    public void trailers(Http2Headers trailers) {}

    @Override
    public void abort(Http2Error reason) {}

    @Override
    public void lost(ConnectionLoss loss) {}
}
