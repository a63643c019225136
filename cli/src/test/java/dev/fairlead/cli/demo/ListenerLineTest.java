package dev.fairlead.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ListenerLineTest {
    @Test
    void knowsItsListenerAndAddress() {
        assertThat(ListenerLine.parse("admin 127.0.0.1:4191"))
                .contains(
                        new ListenerLine(
                                "admin",
                                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 4191)));
        assertThat(ListenerLine.parse("inbound 0:0:0:0:0:0:0:1:4143"))
                .contains(
                        new ListenerLine(
                                "inbound",
                                new InetSocketAddress(InetAddress.ofLiteral("::1"), 4143)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "tap 127.0.0.1:4190", "[0.1s] inbound 127.0.0.1:1", "inbound here:1"})
    void anythingElseIsLog(String line) {
        assertThat(ListenerLine.parse(line)).isEmpty();
    }
}
