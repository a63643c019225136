package dev.fairlead.e2e;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A server that does to each request what its path deserves: HTTP/1 and HTTP/2 without TLS on one
 * port, told apart by their first byte. Each stream gets HTTP/2's initial window.
 *
 * <p>Thread-safe.
 */
final class RudeServer implements AutoCloseable {
    private static final int STREAMS = 10_000;

    private final MultiThreadIoEventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Map<String, Choice> choices = new ConcurrentHashMap<>();
    private final Ledger ledger;
    private final int port;
    private volatile @Nullable Channel listener;

    RudeServer(Ledger ledger) {
        this(ledger, 0);
    }

    /**
     * Listens on a port that is known.
     *
     * @param wanted 0 for any
     */
    RudeServer(Ledger ledger, int wanted) {
        this.ledger = ledger;
        Channel first = bind(wanted);
        this.listener = first;
        this.port = ((InetSocketAddress) first.localAddress()).getPort();
    }

    private Channel bind(int wanted) {
        return new ServerBootstrap()
                .group(loop)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(
                        new ChannelInitializer<>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                connections.add(channel);
                                channel.pipeline().addLast(new Detector());
                            }
                        })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted))
                .syncUninterruptibly()
                .channel();
    }

    int port() {
        return port;
    }

    Ledger ledger() {
        return ledger;
    }

    /** Open connections. */
    int open() {
        return connections.size();
    }

    /** Says what is done to requests with this path. */
    RudeServer on(String path, Choice choice) {
        choices.put(path, choice);
        return this;
    }

    RudeServer on(String path, Conduct conduct) {
        return on(path, Choice.always(conduct));
    }

    /** Says what is done to all requests with no path of their own. */
    RudeServer otherwise(Choice choice) {
        return on("", choice);
    }

    /** Takes no connections any more, and drops those it has. */
    void down() {
        Channel up = listener;
        if (up != null) {
            listener = null;
            up.close().syncUninterruptibly();
        }
        // Not the channels' own close: the codec of HTTP/2 would wait for streams.
        connections.forEach(
                channel -> channel.pipeline().firstContext().close().addListener(_ -> {}));
        connections.newCloseFuture().syncUninterruptibly();
    }

    /** Takes connections again, on the same port. */
    void up() {
        if (listener == null) {
            listener = bind(port);
        }
    }

    @Override
    public void close() {
        down();
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    Conduct conduct(Visit visit) {
        int query = visit.path().indexOf('?');
        String path = query < 0 ? visit.path() : visit.path().substring(0, query);
        Choice choice = choices.get(path);
        if (choice == null) {
            choice = choices.getOrDefault("", Choice.always(Conduct.succeeds()));
        }
        return choice.conduct(visit);
    }

    /** RFC 9113 §3.4: an HTTP/2 connection begins with {@code PRI}, which is no method. */
    private final class Detector extends ByteToMessageDecoder {
        @Override
        protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
            if (in.readableBytes() < 3) {
                return;
            }
            int at = in.readerIndex();
            if (in.getByte(at) == 'P' && in.getByte(at + 1) == 'R' && in.getByte(at + 2) == 'I') {
                ctx.pipeline().addLast(codec(), new Http2MultiplexHandler(streams()), new Calm());
            } else {
                ctx.pipeline().addLast(new HttpServerCodec(), new Http1Host(RudeServer.this));
            }
            ctx.pipeline().remove(this);
        }

        /** What a server brings upon itself is no news: streams above its GOAWAY, for one. */
        private static final class Calm extends ChannelInboundHandlerAdapter {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object frame) {
                ReferenceCountUtil.release(frame);
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
                ctx.close().addListener(_ -> {});
            }
        }

        /** A client may reset as often as it wants. */
        private static Http2FrameCodec codec() {
            return Http2FrameCodecBuilder.forServer()
                    .initialSettings(Http2Settings.defaultSettings().maxConcurrentStreams(STREAMS))
                    .decoderEnforceMaxRstFramesPerWindow(0, 0)
                    .encoderEnforceMaxRstFramesPerWindow(0, 0)
                    .build();
        }

        private ChannelInitializer<Channel> streams() {
            return new ChannelInitializer<>() {
                @Override
                protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new Http2Host(RudeServer.this));
                }
            };
        }
    }
}
