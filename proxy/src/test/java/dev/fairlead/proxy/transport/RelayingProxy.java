package dev.fairlead.proxy.transport;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A whole small proxy on loopback that relays every connection to one target. */
final class RelayingProxy implements AutoCloseable {
    /** Knows at each moment how many bytes of direct memory are in use. */
    final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);

    final RecordingMeter clients = new RecordingMeter();
    final RecordingMeter servers = new RecordingMeter();

    private final Transport transport;
    private final InetSocketAddress target;
    private final SocketSettings settings;
    private final EventLoopGroup loops;
    private final Channel listener;

    RelayingProxy(Transport transport, InetSocketAddress target) throws InterruptedException {
        this.transport = transport;
        this.target = target;
        settings =
                new SocketSettings(
                        128, Duration.ofSeconds(5), Duration.ZERO, Duration.ZERO, allocator);
        loops = transport.loops(1);
        listener =
                transport
                        .server(loops, settings)
                        .childHandler(pipeline(clients, true))
                        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .sync()
                        .channel();
    }

    private ChannelInitializer<Channel> pipeline(ByteMeter meter, boolean client) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline()
                        .addLast(Flusher.NAME, new Flusher())
                        .addLast(TransportMetricsHandler.NAME, new TransportMetricsHandler(meter));
                if (client) {
                    channel.pipeline().addLast("relaying", new Relaying());
                }
                channel.pipeline().addLast(LastHandler.NAME, new LastHandler());
            }
        };
    }

    /** Relays a client as soon as it is there. */
    private final class Relaying extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            var _ =
                    TcpRelay.connect(
                            ctx.channel(),
                            transport
                                    .client(ctx.channel().eventLoop(), settings)
                                    .handler(pipeline(servers, false)),
                            target);
        }
    }

    /** A client of this proxy that waits for ten seconds at most. */
    Socket connect() throws IOException {
        return connect(new Socket());
    }

    /** A client whose kernel takes few bytes that it has not read: writes to it must wait. */
    Socket connectNarrowly() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(8 * 1024);
        return connect(socket);
    }

    private Socket connect(Socket socket) throws IOException {
        socket.connect(listener.localAddress());
        socket.setSoTimeout(10_000);
        return socket;
    }

    /** Direct memory in buffers right now, bytes. */
    long directMemory() {
        return allocator.metric().usedDirectMemory();
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
