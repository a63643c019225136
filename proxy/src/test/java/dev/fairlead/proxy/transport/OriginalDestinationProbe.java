package dev.fairlead.proxy.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A program that listens, connects to itself with and without a redirect, and prints what it takes
 * for the original destinations, each line after {@code >}. Its arguments: the port that is
 * redirected, the port to listen on.
 */
final class OriginalDestinationProbe {
    private final BlockingQueue<OriginalDestination> answers = new LinkedBlockingQueue<>();
    private final EventLoopGroup loops = Transport.EPOLL.loops(1);
    private final int redirected;
    private final int listening;

    private OriginalDestinationProbe(int redirected, int listening) {
        this.redirected = redirected;
        this.listening = listening;
    }

    public static void main(String[] args) throws Exception {
        new OriginalDestinationProbe(Integer.parseInt(args[0]), Integer.parseInt(args[1])).run();
    }

    private void run() throws Exception {
        Channel ipv4 = listen("127.0.0.1");
        print("redirected ipv4", "127.0.0.1", redirected);
        print("direct ipv4", "127.0.0.1", listening);
        ipv4.close().sync();
        Channel ipv6 = listen("::1");
        print("redirected ipv6", "::1", redirected);
        print("direct ipv6", "::1", listening);
        ipv6.close().sync();
        listen("::");
        print("ipv4 on an ipv6 listener", "127.0.0.1", redirected);
        loops.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
    }

    private Channel listen(String address) throws InterruptedException {
        return Transport.EPOLL
                .server(loops, SocketSettings.DEFAULT)
                .childHandler(new Asking())
                .bind(new InetSocketAddress(address, listening))
                .sync()
                .channel();
    }

    private void print(String what, String address, int port)
            throws IOException, InterruptedException {
        try (Socket client = new Socket(address, port)) {
            OriginalDestination answer = answers.poll(10, TimeUnit.SECONDS);
            System.out.println(
                    "> "
                            + what
                            + ": "
                            + (answer == null
                                    ? client + " was not accepted"
                                    : answer.address() + " " + answer.redirected()));
        }
    }

    /** Asks the kernel about each accepted connection. */
    @ChannelHandler.Sharable
    private final class Asking extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            answers.add(OriginalDestination.of(ctx.channel()));
            var _ = ctx.close();
        }
    }
}
