package dev.fairlead.proxy.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Errors;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ErrnoTest {
    static Stream<Arguments> known() {
        return Stream.of(
                Arguments.of(new SocketException("Connection reset"), "ECONNRESET"),
                Arguments.of(new IOException("Connection reset by peer"), "ECONNRESET"),
                Arguments.of(new IOException("Broken pipe"), "EPIPE"),
                Arguments.of(new IOException("Connection timed out"), "ETIMEDOUT"),
                Arguments.of(new ConnectTimeoutException("after 1000 ms"), "ETIMEDOUT"),
                Arguments.of(new ConnectException("Connection refused"), "ECONNREFUSED"),
                Arguments.of(new NoRouteToHostException("No route to host"), "EHOSTUNREACH"),
                Arguments.of(new SocketException("Network is unreachable"), "ENETUNREACH"),
                Arguments.of(new IOException("something new"), "UNKNOWN"),
                Arguments.of(new IOException(), "UNKNOWN"),
                Arguments.of(new ClosedChannelException(), ""),
                Arguments.of(new IllegalStateException("Connection reset"), ""));
    }

    @ParameterizedTest
    @MethodSource("known")
    void namesTheError(Throwable cause, String symbol) {
        assertThat(Errno.symbol(cause)).isEqualTo(symbol);
    }

    @Test
    void namesErrorsOfTheNativeTransport() {
        assumeThat(Epoll.isAvailable()).as("epoll").isTrue();

        assertThat(Errno.symbol(Errors.newIOException("read", Errors.ERRNO_ECONNRESET_NEGATIVE)))
                .isEqualTo("ECONNRESET");
        assertThat(Errno.symbol(Errors.newIOException("write", Errors.ERRNO_EPIPE_NEGATIVE)))
                .isEqualTo("EPIPE");
    }
}
