package dev.fairlead.proxy.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.proxy.config.HttpLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.time.Duration;

/**
 * A connection with an HTTP/1 edge, and the peer's bytes as text, in which {@code |} is the end of
 * a line.
 */
final class H1Wire implements AutoCloseable {
    static final Duration HEAD_TIMEOUT = Duration.ofSeconds(10);
    static final HttpLimits LIMITS = new HttpLimits(1024, 256, 20);

    final EmbeddedChannel channel = new EmbeddedChannel();
    private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(false);
    private int reads;

    private H1Wire() {
        channel.config().setAutoRead(false);
        channel.config().setAllocator(memory);
        channel.pipeline()
                .addLast(
                        new ChannelOutboundHandlerAdapter() {
                            @Override
                            public void read(ChannelHandlerContext ctx) {
                                reads++;
                                ctx.read();
                            }
                        });
    }

    /** A client's connection. */
    static H1Wire server(ExchangeFactory exchanges) {
        H1Wire wire = new H1Wire();
        wire.channel.freezeTime();
        Http1Codecs.addServer(wire.channel.pipeline(), LIMITS, HEAD_TIMEOUT, exchanges);
        return wire;
    }

    /** A connection to a server. */
    static H1Wire client(UpstreamListener listener) {
        H1Wire wire = new H1Wire();
        Http1Codecs.addClient(wire.channel.pipeline(), LIMITS, listener);
        wire.channel.pipeline().fireChannelActive();
        return wire;
    }

    /** The peer sends this, in one segment. */
    void receive(String text) {
        receiveBytes(text.replace("|", "\r\n"));
    }

    /** The peer sends this as it is. */
    void receiveBytes(String text) {
        channel.writeInbound(buffer(text));
        channel.runPendingTasks();
    }

    /** The peer is gone. */
    void leave() {
        channel.close().addListener(closed -> {});
        channel.runPendingTasks();
    }

    /** The peer ends its side. */
    void receiveEnd() {
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        channel.runPendingTasks();
    }

    ByteBuf buffer(String text) {
        return memory.buffer().writeBytes(text.getBytes(ISO_8859_1));
    }

    /** What went to the peer since the last call. */
    String sent() {
        channel.runPendingTasks();
        StringBuilder text = new StringBuilder();
        for (ByteBuf bytes = channel.readOutbound();
                bytes != null;
                bytes = channel.readOutbound()) {
            text.append(bytes.toString(ISO_8859_1));
            bytes.release();
        }
        return text.toString().replace("\r\n", "|");
    }

    boolean isOpen() {
        channel.runPendingTasks();
        return channel.isOpen();
    }

    /** Whether the edge asked for more bytes since the last call. */
    boolean askedForMore() {
        boolean asked = reads > 0;
        reads = 0;
        return asked;
    }

    /** The connection goes; nothing may be left in memory. */
    @Override
    public void close() {
        channel.finishAndReleaseAll();
        assertThat(memory.metric().usedHeapMemory()).isZero();
        assertThat(memory.metric().usedDirectMemory()).isZero();
    }
}
