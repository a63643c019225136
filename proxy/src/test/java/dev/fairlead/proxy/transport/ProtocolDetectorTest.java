package dev.fairlead.proxy.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProtocolDetectorTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final String REQUEST = "GET /books/1 HTTP/1.1\r\nHost: books\r\n\r\n";

    private final ReadCounter reads = new ReadCounter();
    private final Successor successor = new Successor();
    private final Choice choice = new Choice();
    private EmbeddedChannel channel = open();

    /** Counts how often the detector asks the socket for bytes. */
    @Sharable
    private static final class ReadCounter extends ChannelDuplexHandler {
        int count;

        @Override
        public void read(ChannelHandlerContext ctx) {
            count++;
            ctx.read();
        }
    }

    /** Stands for the handlers that take over. */
    @Sharable
    private static final class Successor extends ChannelInboundHandlerAdapter {
        final List<String> seen = new ArrayList<>();

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            seen.add(bytes.toString(StandardCharsets.ISO_8859_1));
            bytes.release();
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            seen.add(event.getClass().getSimpleName());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            seen.add("|");
        }
    }

    /** Installs the successor and remembers what it was told. */
    private final class Choice implements ProtocolChosen {
        final List<Protocol> protocols = new ArrayList<>();
        final List<DetectionResult> results = new ArrayList<>();
        Duration elapsed = Duration.ZERO;
        boolean closes;

        @Override
        public void chosen(ChannelHandlerContext ctx, Protocol protocol) {
            protocols.add(protocol);
            if (closes) {
                var _ = ctx.close();
            } else {
                ctx.pipeline().addLast("successor", successor);
            }
        }

        @Override
        public void detected(DetectionResult result, Duration elapsed) {
            results.add(result);
            this.elapsed = elapsed;
        }
    }

    private EmbeddedChannel open() {
        EmbeddedChannel opened = new EmbeddedChannel();
        opened.config().setAutoRead(false);
        opened.freezeTime();
        opened.pipeline().addLast(reads, new ProtocolDetector(TIMEOUT, choice));
        return opened;
    }

    private void receive(String text) {
        receiveWithoutEnd(text);
        channel.pipeline().fireChannelReadComplete();
    }

    private void receiveWithoutEnd(String text) {
        ByteBuf bytes = Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
        channel.pipeline().fireChannelRead(bytes);
    }

    private String replayed() {
        return String.join("", successor.seen).replace("|", "");
    }

    @AfterEach
    void nothingIsLeftOver() {
        assertThat(channel.finishAndReleaseAll()).isFalse();
    }

    @Test
    void asksForBytesAtTheStart() {
        assertThat(reads.count).isEqualTo(1);
    }

    @Test
    void replaysHttp1AndLeaves() {
        receive(REQUEST);

        assertThat(choice.protocols).containsExactly(Protocol.HTTP_1);
        assertThat(choice.results).containsExactly(DetectionResult.HTTP_1);
        assertThat(successor.seen).containsExactly(REQUEST, "|");
        assertThat(channel.pipeline().get(ProtocolDetector.class)).isNull();
    }

    @Test
    void asksForNoBytesOnceDecided() {
        receive(REQUEST);

        assertThat(reads.count).isEqualTo(1);
    }

    @Test
    void asksAgainWhileUndecided() {
        receive("PRI ");
        receive("* HT");

        assertThat(reads.count).isEqualTo(3);
        assertThat(choice.protocols).isEmpty();
    }

    @Test
    void detectsHttp2InEverySplit() {
        everySplitIsReplayed(PREFACE + "\0\0\0\4\0\0\0\0\0", Protocol.HTTP_2);
    }

    @Test
    void detectsHttp1InEverySplit() {
        everySplitIsReplayed(REQUEST, Protocol.HTTP_1);
    }

    private void everySplitIsReplayed(String text, Protocol expected) {
        for (int first = 1; first < text.length(); first++) {
            for (int second = first; second < text.length(); second++) {
                successor.seen.clear();
                choice.protocols.clear();
                receive(text.substring(0, first));
                receive(text.substring(first, second));
                receive(text.substring(second));

                assertThat(choice.protocols).containsExactly(expected);
                assertThat(replayed()).isEqualTo(text);
                assertThat(channel.finishAndReleaseAll()).isFalse();
                channel = open();
            }
        }
    }

    @Test
    void readUnderWayWhenDecidedIsNotLost() {
        receiveWithoutEnd(REQUEST);
        receiveWithoutEnd("body");
        channel.pipeline().fireChannelReadComplete();

        assertThat(successor.seen).containsExactly(REQUEST, "body", "|");
    }

    @Test
    void tlsIsOpaqueAtOnce() {
        receive("\u0016\u0003\u0001\u0000");

        assertThat(choice.protocols).containsExactly(Protocol.OPAQUE);
        assertThat(choice.results).containsExactly(DetectionResult.NOT_HTTP);
        assertThat(replayed()).isEqualTo("\u0016\u0003\u0001\u0000");
    }

    @Test
    void silentClientIsOpaqueAfterTheTimeout() {
        channel.advanceTimeBy(TIMEOUT.toNanos() - 1, TimeUnit.NANOSECONDS);
        channel.runPendingTasks();
        assertThat(choice.protocols).isEmpty();

        channel.advanceTimeBy(1, TimeUnit.NANOSECONDS);
        channel.runPendingTasks();

        assertThat(choice.protocols).containsExactly(Protocol.OPAQUE);
        assertThat(choice.results).containsExactly(DetectionResult.READ_TIMEOUT);
        assertThat(choice.elapsed).isEqualTo(TIMEOUT);
        assertThat(replayed()).isEmpty();
    }

    @Test
    void timeoutReplaysWhatWasUndecided() {
        receive("GET /ha");

        channel.advanceTimeBy(TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
        channel.runPendingTasks();

        assertThat(choice.protocols).containsExactly(Protocol.OPAQUE);
        assertThat(successor.seen).containsExactly("GET /ha", "|");
    }

    @Test
    void timeoutDoesNotFollowADecision() {
        receive(REQUEST);

        channel.advanceTimeBy(TIMEOUT.toNanos() * 2, TimeUnit.NANOSECONDS);
        channel.runPendingTasks();

        assertThat(choice.protocols).containsExactly(Protocol.HTTP_1);
        assertThat(choice.results).hasSize(1);
    }

    @Test
    void elapsedTimeIsMeasured() {
        channel.advanceTimeBy(3, TimeUnit.MILLISECONDS);

        receive(REQUEST);

        assertThat(choice.elapsed).isEqualTo(Duration.ofMillis(3));
    }

    @Test
    void halfCloseAfterBytesIsOpaqueWithTheseBytes() {
        receive("QUIT");

        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);

        assertThat(choice.protocols).containsExactly(Protocol.OPAQUE);
        assertThat(successor.seen).containsExactly("QUIT", "ChannelInputShutdownEvent");
    }

    @Test
    void halfCloseBeforeAnyByteCloses() {
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);

        assertThat(channel.isOpen()).isFalse();
        assertThat(choice.protocols).isEmpty();
        assertThat(choice.results).containsExactly(DetectionResult.ERROR);
    }

    @Test
    void closeWhileUndecidedReleasesTheBytes() {
        ByteBuf bytes = Unpooled.copiedBuffer("GET", StandardCharsets.US_ASCII);
        channel.pipeline().fireChannelRead(bytes);

        var _ = channel.close();

        assertThat(bytes.refCnt()).isZero();
        assertThat(choice.results).containsExactly(DetectionResult.ERROR);
    }

    @Test
    void errorWhileUndecidedIsPassedOn() {
        channel.pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));

        assertThat(choice.results).containsExactly(DetectionResult.ERROR);
        assertThat(choice.protocols).isEmpty();
        assertThatThrownBy(channel::checkException).isInstanceOf(IOException.class);
    }

    @Test
    void choiceMayCloseInstead() {
        choice.closes = true;
        ByteBuf bytes = Unpooled.copiedBuffer(REQUEST, StandardCharsets.US_ASCII);

        channel.pipeline().fireChannelRead(bytes);

        assertThat(channel.isOpen()).isFalse();
        assertThat(bytes.refCnt()).isZero();
        assertThat(choice.results).containsExactly(DetectionResult.HTTP_1);
    }

    @Test
    void overlongRequestLineIsLeftToTheHttp1Edge() {
        receive("GET /");
        for (int i = 0; i < 16; i++) {
            receive("x".repeat(1024));
        }

        assertThat(choice.protocols).containsExactly(Protocol.HTTP_1);
        assertThat(replayed()).hasSize(5 + 16 * 1024);
    }

    @Test
    void refusesNoTimeout() {
        assertThatThrownBy(() -> new ProtocolDetector(Duration.ZERO, choice))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("timeout");
    }
}
