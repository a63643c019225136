package dev.fairlead.proxy.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.ArrayList;
import java.util.List;

/**
 * The other end of an HTTP/2 connection, byte by byte (RFC 9113 §4.1): says what no codec would,
 * and hears without judging.
 */
final class RawFrames {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;
    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;

    /** {@code GET / http} with authority {@code h}, without use of the dynamic table. */
    static final byte[] GET = {(byte) 0x82, (byte) 0x84, (byte) 0x86, 1, 1, 'h'};

    /** The same without {@code :path}. */
    static final byte[] GET_WITHOUT_PATH = {(byte) 0x82, (byte) 0x86, 1, 1, 'h'};

    /** {@code :status 200}. */
    static final byte[] OK = {(byte) 0x88};

    private final H2Wire wire;
    private final DefaultHttp2FrameReader reader = new DefaultHttp2FrameReader(false);
    private final ChannelHandlerContext here;
    private final List<String> heard = new ArrayList<>();

    private RawFrames(H2Wire wire) {
        this.wire = wire;
        wire.far.pipeline().addLast(new ChannelInboundHandlerAdapter());
        here = wire.far.pipeline().firstContext();
        send(SETTINGS, 0, 0);
    }

    /** At the other end of {@link H2Wire#silentClient}. */
    static RawFrames client(H2Wire wire) {
        wire.edge.writeInbound(wire.buffer("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
        return new RawFrames(wire);
    }

    /** At the other end of {@link H2Wire#silentServer}. */
    static RawFrames server(H2Wire wire) {
        RawFrames server = new RawFrames(wire);
        wire.exchange();
        ByteBuf preface = wire.far.readInbound();
        assert preface.toString(US_ASCII).startsWith("PRI ");
        preface.release();
        return server;
    }

    /** Sends a frame, in a read of its own; to a connection that is closed, nothing. */
    void send(int type, int flags, int streamId, byte... payload) {
        if (!wire.edge.isOpen()) {
            return;
        }
        wire.edge.writeInbound(
                wire.buffer("")
                        .writeMedium(payload.length)
                        .writeByte(type)
                        .writeByte(flags)
                        .writeInt(streamId)
                        .writeBytes(payload));
    }

    /** A request without a body. */
    void get(int streamId) {
        send(HEADERS, END_HEADERS | END_STREAM, streamId, GET);
    }

    /** The head of a request whose body follows. */
    void post(int streamId) {
        send(HEADERS, END_HEADERS, streamId, GET);
    }

    /** Heads, bodies, resets and goodbyes so far: {@code 3 last head 200}, {@code go away X}. */
    List<String> heard() {
        wire.exchange();
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf bytes = wire.far.readInbound();
                bytes != null;
                bytes = wire.far.readInbound()) {
            all.writeBytes(bytes);
            bytes.release();
        }
        try {
            while (all.isReadable()) {
                reader.readFrame(here, all, new Listener());
            }
        } catch (Http2Exception e) {
            throw new AssertionError(e);
        }
        return heard;
    }

    private final class Listener extends Http2FrameAdapter {
        @Override
        public void onHeadersRead(
                ChannelHandlerContext ctx, int id, Http2Headers head, int padding, boolean last) {
            heard.add(id + (last ? " last head " : " head ") + head.status());
        }

        @Override
        public int onDataRead(
                ChannelHandlerContext ctx, int id, ByteBuf data, int padding, boolean last) {
            heard.add(id + (last ? " last data " : " data ") + data.toString(US_ASCII));
            return 0;
        }

        @Override
        public void onRstStreamRead(ChannelHandlerContext ctx, int id, long code) {
            heard.add(id + " reset " + Http2Error.valueOf(code));
        }

        @Override
        public void onGoAwayRead(ChannelHandlerContext ctx, int last, long code, ByteBuf text) {
            heard.add("go away " + Http2Error.valueOf(code));
        }
    }
}
