package dev.fairlead.proxy.transport;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

class OriginalDestinationTest {
    @Test
    void refusesWhatIsNoTcpConnection() {
        EmbeddedChannel channel = new EmbeddedChannel();

        assertThatThrownBy(() -> OriginalDestination.of(channel))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("accepted");

        channel.finishAndReleaseAll();
    }
}
