package dev.fairlead.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.proxy.config.Http2Config;
import dev.fairlead.proxy.config.HttpLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An HTTP/2 edge and its peer, joined without a socket; frames move only by {@link #exchange}. */
final class H2Wire implements AutoCloseable {
    static final Duration SETTINGS_TIMEOUT = Duration.ofSeconds(10);
    static final int MAX_STREAMS = 50;

    private static final HttpLimits LIMITS = new HttpLimits(1024, 256, 20);
    private static final Http2Config CONFIG =
            new Http2Config(
                    new Http2Config.Windows(65_535, 131_070),
                    MAX_STREAMS,
                    Http2Config.MIN_FRAME_BYTES,
                    1024,
                    Optional.empty(),
                    new Http2Config.ResetGuard(200, Duration.ofSeconds(30)));

    final EmbeddedChannel edge = new EmbeddedChannel();
    final EmbeddedChannel far = new EmbeddedChannel();
    final H2Peer peer = new H2Peer();

    /** The guards that have tripped. */
    final List<Http2Guard> trips = new ArrayList<>();

    private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(false);

    private H2Wire() {
        for (EmbeddedChannel channel : new EmbeddedChannel[] {edge, far}) {
            channel.config().setAutoRead(false);
            channel.config().setAllocator(memory);
            channel.freezeTime();
        }
    }

    private Http2Terms terms(boolean fromProxies) {
        return new Http2Terms(LIMITS, CONFIG, trips::add, fromProxies);
    }

    /** A client's connection; the client has sent nothing yet. */
    static H2Wire silentClient(ExchangeFactory exchanges) {
        return silentClient(exchanges, false);
    }

    private static H2Wire silentClient(ExchangeFactory exchanges, boolean fromProxies) {
        H2Wire wire = new H2Wire();
        Http2Codecs.addServer(
                wire.edge.pipeline(), wire.terms(fromProxies), SETTINGS_TIMEOUT, exchanges);
        return wire;
    }

    /** A client's connection. */
    static H2Wire server(ExchangeFactory exchanges, Http2Settings client) {
        H2Wire wire = silentClient(exchanges);
        wire.joinPeer(Http2FrameCodecBuilder.forClient(), client.pushEnabled(false));
        return wire;
    }

    /** The connection of a client that may be a proxy. */
    static H2Wire fromProxy(ExchangeFactory exchanges) {
        H2Wire wire = silentClient(exchanges, true);
        wire.joinPeer(
                Http2FrameCodecBuilder.forClient(),
                Http2Settings.defaultSettings().pushEnabled(false));
        return wire;
    }

    /** A connection to a server that has said nothing yet. */
    static H2Wire silentServer(UpstreamListener listener) {
        H2Wire wire = new H2Wire();
        Http2Codecs.addClient(wire.edge.pipeline(), wire.terms(false), listener);
        wire.edge.pipeline().fireChannelActive();
        return wire;
    }

    /** A connection to a server. */
    static H2Wire client(UpstreamListener listener, Http2Settings server) {
        H2Wire wire = silentServer(listener);
        wire.joinPeer(Http2FrameCodecBuilder.forServer(), server);
        return wire;
    }

    private void joinPeer(Http2FrameCodecBuilder builder, Http2Settings settings) {
        far.pipeline()
                .addLast(
                        builder.validateHeaders(false)
                                .encoderIgnoreMaxHeaderListSize(true)
                                .autoAckPingFrame(true)
                                .gracefulShutdownTimeoutMillis(0)
                                .initialSettings(settings)
                                .build(),
                        peer);
        exchange();
    }

    /** Moves bytes both ways until both sides are silent. */
    void exchange() {
        boolean moved = true;
        while (moved) {
            edge.runPendingTasks();
            far.runPendingTasks();
            moved = move(edge, far) || move(far, edge);
        }
    }

    private static boolean move(EmbeddedChannel from, EmbeddedChannel to) {
        boolean moved = false;
        for (ByteBuf bytes = from.readOutbound(); bytes != null; bytes = from.readOutbound()) {
            moved = true;
            if (to.isOpen()) {
                to.writeInbound(bytes);
            } else {
                bytes.release();
            }
        }
        return moved;
    }

    ByteBuf buffer(String text) {
        return memory.buffer().writeBytes(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    Http2Connection connection() {
        return edge.pipeline().get(Http2FrameCodec.class).connection();
    }

    /** Bytes received on a stream and not yet given back to the peer. */
    int heldWindow(int streamId) {
        return connection().local().flowController().unconsumedBytes(connection().stream(streamId));
    }

    /** Bytes received on all streams and not yet given back. */
    int heldWindow() {
        return heldWindow(0);
    }

    boolean isOpen() {
        exchange();
        return edge.isOpen();
    }

    /** Both ends go; nothing may be left in memory. */
    @Override
    public void close() {
        exchange();
        edge.finishAndReleaseAll();
        far.finishAndReleaseAll();
        assertThat(memory.metric().usedHeapMemory()).isZero();
        assertThat(memory.metric().usedDirectMemory()).isZero();
    }
}
