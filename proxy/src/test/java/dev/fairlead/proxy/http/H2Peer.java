package dev.fairlead.proxy.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2ChannelDuplexHandler;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Frame;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2PingFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The other end of an HTTP/2 connection: says what it is told, remembers what it hears. */
final class H2Peer extends Http2ChannelDuplexHandler {
    /** {@code 3 head 200}, {@code 3 last data abc}, {@code 3 reset CANCEL}, {@code go away 3 …}. */
    final List<String> heard = new ArrayList<>();

    final List<Http2FrameStream> streams = new ArrayList<>();

    /** Heads and trailers, in the order in which they came. */
    final List<Http2Headers> heads = new ArrayList<>();

    private @Nullable ChannelHandlerContext ctx;

    @Override
    protected void handlerAdded0(ChannelHandlerContext added) {
        ctx = added;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        String text =
                switch (message) {
                    case Http2HeadersFrame head -> heard(head);
                    case Http2DataFrame data ->
                            data.stream().id()
                                    + (data.isEndStream() ? " last data " : " data ")
                                    + data.content().toString(ISO_8859_1);
                    case Http2ResetFrame reset ->
                            reset.stream().id() + " reset " + H2Errors.of(reset.errorCode());
                    case Http2GoAwayFrame away ->
                            "go away " + away.lastStreamId() + " " + H2Errors.of(away.errorCode());
                    case Http2PingFrame ping -> ping.ack() ? "pong " + ping.content() : "ping";
                    default -> "";
                };
        if (!text.isEmpty()) {
            heard.add(text);
        }
        ReferenceCountUtil.release(message);
    }

    private String heard(Http2HeadersFrame frame) {
        if (!streams.contains(frame.stream())) {
            streams.add(frame.stream());
        }
        Http2Headers fields = frame.headers();
        heads.add(fields);
        CharSequence first = fields.status() != null ? fields.status() : fields.path();
        return frame.stream().id()
                + (frame.isEndStream() ? " last head " : " head ")
                + (first == null ? fields : first);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        heard.add("error " + cause.getMessage());
    }

    Http2FrameStream head(Http2Headers head, boolean last) {
        Http2FrameStream stream = newStream();
        streams.add(stream);
        say(new DefaultHttp2HeadersFrame(head, last).stream(stream));
        return stream;
    }

    void head(Http2FrameStream stream, Http2Headers head, boolean last) {
        say(new DefaultHttp2HeadersFrame(head, last).stream(stream));
    }

    void data(Http2FrameStream stream, String text, boolean last) {
        ChannelHandlerContext here = context();
        say(
                new DefaultHttp2DataFrame(
                                here.alloc().buffer().writeBytes(text.getBytes(ISO_8859_1)), last)
                        .stream(stream));
    }

    void reset(Http2FrameStream stream, Http2Error reason) {
        say(new DefaultHttp2ResetFrame(reason).stream(stream));
    }

    void say(Http2Frame frame) {
        context().writeAndFlush(frame).addListener(written -> {});
    }

    private ChannelHandlerContext context() {
        ChannelHandlerContext present = ctx;
        if (present == null) {
            throw new IllegalStateException("not added");
        }
        return present;
    }
}
