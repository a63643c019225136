package dev.fairlead.proxy.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TransportMetricsHandlerTest {
    private final RecordingMeter meter = new RecordingMeter();
    private final EmbeddedChannel channel = new EmbeddedChannel(new TransportMetricsHandler(meter));

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void countsTheOpeningOnce() {
        assertThat(meter.opened).hasValue(1);

        channel.pipeline().fireChannelActive();

        assertThat(meter.opened).hasValue(1);
    }

    @Test
    void countsAConnectionThatWasOpenBefore() {
        RecordingMeter late = new RecordingMeter();

        channel.pipeline().addFirst(new TransportMetricsHandler(late));

        assertThat(late.opened).hasValue(1);
    }

    @Test
    void countsBytesBothWaysAndPassesThem() {
        channel.writeInbound(Unpooled.buffer().writeLong(1));
        channel.writeOutbound(Unpooled.buffer().writeInt(1), Unpooled.EMPTY_BUFFER);

        assertThat(meter.read).hasValue(8);
        assertThat(meter.written).hasValue(4);
        assertThat(channel.inboundMessages()).hasSize(1);
        assertThat(channel.outboundMessages()).isNotEmpty();
    }

    @Test
    void cleanCloseHasNoErrno() {
        var _ = channel.close();

        assertThat(meter.closed).containsExactly("");
    }

    @Test
    void firstErrorNamesTheClose() {
        channel.pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
        channel.pipeline().fireExceptionCaught(new IOException("Broken pipe"));
        var _ = channel.close();

        assertThat(meter.closed).containsExactly("ECONNRESET");
        assertThatThrownBy(channel::checkException).isInstanceOf(IOException.class);
    }

    @Test
    void bugOfOursIsNoErrno() {
        channel.pipeline().fireExceptionCaught(new IllegalStateException("bug"));
        var _ = channel.close();

        assertThat(meter.closed).containsExactly("");
        assertThatThrownBy(channel::checkException).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void writesAfterTheCloseDoNotCount() {
        var _ = channel.close();

        assertThat(channel.write(Unpooled.buffer().writeInt(1)).isSuccess()).isFalse();
        assertThat(meter.written).hasValue(0);
    }
}
