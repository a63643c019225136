package dev.fairlead.proxy.config;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the records refuse, however they are made. */
final class ConfigRecordsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration NEGATIVE = Duration.ofSeconds(-1);

    static Stream<Arguments> refused() {
        InetSocketAddress any = new InetSocketAddress(0);
        return Stream.of(
                row("outbound", () -> new ListenConfig(any, List.of(), any)),
                row("outbound", () -> new ListenConfig(any, List.of(any, any, any), any)),
                row("backlog", () -> new AcceptConfig(OptionalInt.of(0), none())),
                row(
                        "idle",
                        () -> new SocketKeepAlive(Optional.of(Duration.ZERO), Optional.empty())),
                row(
                        "userTimeout",
                        () -> new SocketKeepAlive(Optional.empty(), Optional.of(NEGATIVE))),
                row("timeout", () -> new ConnectConfig(Duration.ZERO, backoff(), none())),
                row("min", () -> new ConnectBackoff(Duration.ofSeconds(2), SECOND, 0)),
                row("max", () -> new ConnectBackoff(Duration.ZERO, Duration.ZERO, 0)),
                row("jitter", () -> new ConnectBackoff(SECOND, SECOND, Double.NaN)),
                row("jitter", () -> new ConnectBackoff(SECOND, SECOND, 100.1)),
                row("capacity", () -> new QueueConfig(0, SECOND)),
                row("failfastTimeout", () -> new QueueConfig(1, NEGATIVE)),
                row("maxIdlePerEndpoint", () -> new PoolConfig(-1, SECOND)),
                row("idleTimeout", () -> new PoolConfig(0, NEGATIVE)),
                row("maxHeaderBytes", () -> new HttpLimits(1023, 256, 16)),
                row("maxFirstLineBytes", () -> new HttpLimits(1024, 255, 16)),
                row("maxHeaderFields", () -> new HttpLimits(1024, 256, 15)),
                row("maxConcurrentStreams", () -> http2(0, 16_384, 1024)),
                row("maxFrameBytes", () -> http2(1, 16_383, 1024)),
                row("maxFrameBytes", () -> http2(1, 16_777_216, 1024)),
                row("maxHeaderListBytes", () -> http2(1, 16_384, 1023)),
                row("streamBytes", () -> new Http2Config.Windows(0, 65_535)),
                row("connectionBytes", () -> new Http2Config.Windows(1, 65_534)),
                row("interval", () -> new Http2Config.KeepAlive(Duration.ZERO, SECOND)),
                row("timeout", () -> new Http2Config.KeepAlive(SECOND, Duration.ZERO)),
                row("maxResets", () -> new Http2Config.ResetGuard(-1, SECOND)),
                row("window", () -> new Http2Config.ResetGuard(1, Duration.ofMillis(999))),
                row("loops", () -> new ProcessConfig(0, SECOND, false, SECOND, SECOND, 0)),
                row(
                        "shutdownGrace",
                        () -> new ProcessConfig(1, NEGATIVE, false, SECOND, SECOND, 0)),
                row(
                        "metricsRetainIdle",
                        () -> new ProcessConfig(1, SECOND, false, NEGATIVE, SECOND, 0)),
                row(
                        "profileTimeout",
                        () -> new ProcessConfig(1, SECOND, false, SECOND, NEGATIVE, 0)),
                row(
                        "retryBodyMemoryBytes",
                        () -> new ProcessConfig(1, SECOND, false, SECOND, SECOND, -1)),
                row("last", () -> new PortSet.Range(0, 65_536)),
                row("first", () -> new PortSet.Range(2, 1)));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void valueOutsideItsRangeIsRefusedByName(String name, ThrowingCallable making) {
        assertThatThrownBy(making)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(name)
                .hasMessageContaining("(expected: ");
    }

    private static Arguments row(String name, ThrowingCallable making) {
        return Arguments.of(name, making);
    }

    private static SocketKeepAlive none() {
        return new SocketKeepAlive(Optional.empty(), Optional.empty());
    }

    private static ConnectBackoff backoff() {
        return new ConnectBackoff(SECOND, SECOND, 0);
    }

    private static Http2Config http2(int streams, int frameBytes, int headerBytes) {
        return new Http2Config(
                new Http2Config.Windows(1, 65_535),
                streams,
                frameBytes,
                headerBytes,
                Optional.empty(),
                new Http2Config.ResetGuard(1, SECOND));
    }
}
