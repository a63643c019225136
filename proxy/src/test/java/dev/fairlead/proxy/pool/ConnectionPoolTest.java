package dev.fairlead.proxy.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.proxy.config.PoolConfig;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConnectionPoolTest {
    private static final Duration IDLE = Duration.ofSeconds(3);

    private final FakeTime time = new FakeTime();
    private final FakeConnector connector = new FakeConnector();
    private final ConnectionPool pool =
            new ConnectionPool(connector, new PoolConfig(2, IDLE), time, time);

    private FakeOpening open(HttpProtocol protocol) {
        FakeOpening opening = new FakeOpening();
        pool.open(protocol, opening, opening);
        return opening;
    }

    private FakeEdge single() {
        open(HttpProtocol.HTTP_1);
        return connector.connected(1);
    }

    private static void finish(FakeCall call) {
        call.head(new DefaultHttp2Headers(), true);
        call.answer(200, true);
    }

    private static void finish(FakeEdge edge) {
        finish(edge.calls().getLast());
    }

    @Test
    void singleIsUsedAgainWhenItsExchangeIsOver() {
        FakeEdge edge = single();
        finish(edge);

        FakeOpening second = open(HttpProtocol.HTTP_1);

        assertThat(second.outcomes).containsExactly("opened");
        assertThat(edge.calls()).hasSize(2);
        assertThat(connector.asked()).hasSize(1);
    }

    @Test
    void singleInUseIsNotShared() {
        single();

        FakeOpening second = open(HttpProtocol.HTTP_1);

        assertThat(second.outcomes).isEmpty();
        assertThat(connector.connecting()).isEqualTo(1);
    }

    @Test
    void singleUsedLastIsUsedNext() {
        FakeEdge first = single();
        FakeEdge second = single();
        finish(first);
        finish(second);

        open(HttpProtocol.HTTP_1);

        assertThat(second.calls()).hasSize(2);
        assertThat(first.calls()).hasSize(1);
    }

    @Test
    void idleSinglesBeyondTheLimitClose() {
        List<FakeEdge> edges = List.of(single(), single(), single());

        edges.forEach(ConnectionPoolTest::finish);

        assertThat(edges).extracting(FakeEdge::closed).containsExactly(false, false, true);
    }

    @Test
    void idleSingleClosesAfterItsTime() {
        FakeEdge first = single();
        FakeEdge second = single();
        finish(first);
        time.advance(Duration.ofSeconds(1));
        finish(second);

        time.advance(Duration.ofSeconds(2));

        assertThat(first.closed()).isTrue();
        assertThat(second.closed()).isFalse();

        time.advance(Duration.ofSeconds(1));

        assertThat(second.closed()).isTrue();
        assertThat(time.scheduled()).isZero();
    }

    @Test
    void usedSingleBeginsItsIdleTimeAnew() {
        FakeEdge edge = single();
        finish(edge);
        time.advance(Duration.ofSeconds(2));
        open(HttpProtocol.HTTP_1);
        finish(edge);

        time.advance(Duration.ofSeconds(2));

        assertThat(edge.closed()).isFalse();
    }

    @Test
    void singleThatClosedWhileIdleIsNotUsed() {
        FakeEdge edge = single();
        finish(edge);
        edge.close();

        FakeOpening next = open(HttpProtocol.HTTP_1);

        assertThat(next.outcomes).isEmpty();
        assertThat(connector.connecting()).isEqualTo(1);
    }

    @Test
    void singleWhosePeerGoesAwayIsNotUsed() {
        FakeEdge edge = single();
        finish(edge);
        edge.goAway();

        open(HttpProtocol.HTTP_1);

        assertThat(edge.calls()).hasSize(1);
    }

    @Test
    void failedConnectIsTheFailureOfItsRequest() {
        FakeOpening first = open(HttpProtocol.HTTP_1);
        FakeOpening second = open(HttpProtocol.HTTP_1);

        connector.fail(ConnectFailure.REFUSED);
        connector.fail(ConnectFailure.TIMED_OUT);

        assertThat(first.outcomes).containsExactly("failed REFUSED");
        assertThat(second.outcomes).containsExactly("failed TIMED_OUT");
    }

    @Test
    void connectOfACancelledRequestServesTheNext() {
        FakeOpening gone = open(HttpProtocol.HTTP_1);
        gone.cancelled = true;
        FakeEdge edge = connector.connected(1);

        FakeOpening next = open(HttpProtocol.HTTP_1);

        assertThat(gone.outcomes).isEmpty();
        assertThat(next.outcomes).containsExactly("opened");
        assertThat(edge.calls()).hasSize(1);
    }

    @Test
    void failureOfACancelledRequestIsToldNobody() {
        FakeOpening gone = open(HttpProtocol.HTTP_1);
        gone.cancelled = true;

        connector.fail(ConnectFailure.FAILED);

        assertThat(gone.outcomes).isEmpty();
    }

    @Test
    void requestsShareOneMultiplexedConnection() {
        FakeOpening first = open(HttpProtocol.HTTP_2);
        FakeOpening second = open(HttpProtocol.HTTP_2);

        connector.connected(100);
        FakeOpening third = open(HttpProtocol.HTTP_2);

        assertThat(connector.asked()).containsExactly(HttpProtocol.HTTP_2);
        assertThat(List.of(first, second, third))
                .allSatisfy(opening -> assertThat(opening.outcomes).containsExactly("opened"));
    }

    @Test
    void fullConnectionGetsASecondBesideIt() {
        FakeOpening first = open(HttpProtocol.HTTP_2);
        FakeOpening second = open(HttpProtocol.HTTP_2);
        FakeOpening third = open(HttpProtocol.HTTP_2);

        connector.connected(2);

        assertThat(first.outcomes).containsExactly("opened");
        assertThat(second.outcomes).containsExactly("opened");
        assertThat(third.outcomes).isEmpty();
        assertThat(connector.connecting()).isEqualTo(1);

        connector.connected(2);

        assertThat(third.outcomes).containsExactly("opened");
    }

    @Test
    void endOfAStreamMakesRoomForWhoWaits() {
        open(HttpProtocol.HTTP_2);
        FakeEdge edge = connector.connected(1);
        FakeOpening waiting = open(HttpProtocol.HTTP_2);
        FakeOpening behind = open(HttpProtocol.HTTP_2);

        finish(edge);

        assertThat(waiting.outcomes).containsExactly("opened");
        assertThat(behind.outcomes).isEmpty();
        assertThat(connector.asked()).hasSize(2);
    }

    @Test
    void connectionThatGoesAwayFinishesAndIsReplaced() {
        open(HttpProtocol.HTTP_2);
        FakeEdge edge = connector.connected(100);

        edge.goAway();
        FakeOpening next = open(HttpProtocol.HTTP_2);

        assertThat(edge.closed()).isFalse();
        assertThat(next.outcomes).isEmpty();
        assertThat(connector.connecting()).isEqualTo(1);

        finish(edge);
        connector.connected(100);

        assertThat(edge.closed()).isTrue();
        assertThat(next.outcomes).containsExactly("opened");
    }

    @Test
    void goAwayWhileRequestsWaitConnectsForThem() {
        open(HttpProtocol.HTTP_2);
        FakeEdge edge = connector.connected(1);
        FakeOpening waiting = open(HttpProtocol.HTTP_2);
        connector.fail(ConnectFailure.TIMED_OUT);
        FakeOpening next = open(HttpProtocol.HTTP_2);

        edge.goAway();
        connector.connected(1);

        assertThat(waiting.outcomes).containsExactly("failed TIMED_OUT");
        assertThat(next.outcomes).containsExactly("opened");
    }

    @Test
    void failedConnectFailsEveryRequestThatWaitsForIt() {
        FakeOpening first = open(HttpProtocol.HTTP_2);
        FakeOpening second = open(HttpProtocol.HTTP_2);

        connector.fail(ConnectFailure.REFUSED);

        assertThat(first.outcomes).containsExactly("failed REFUSED");
        assertThat(second.outcomes).containsExactly("failed REFUSED");
        assertThat(connector.connecting()).isZero();
    }

    @Test
    void cancelledRequestNeedsNoSecondConnection() {
        open(HttpProtocol.HTTP_2);
        FakeOpening gone = open(HttpProtocol.HTTP_2);
        gone.cancelled = true;

        connector.connected(1);

        assertThat(connector.connecting()).isZero();
        assertThat(gone.outcomes).isEmpty();
    }

    @Test
    void warmingUpConnectsOnceAndTellsAll() {
        List<Optional<ConnectFailure>> told = new ArrayList<>();
        pool.warmUp(told::add);
        pool.warmUp(told::add);

        connector.connected(1);
        pool.warmUp(told::add);

        assertThat(connector.asked()).hasSize(1);
        assertThat(told).containsExactly(Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Test
    void warmingUpTellsWhyItFailed() {
        List<Optional<ConnectFailure>> told = new ArrayList<>();
        pool.warmUp(told::add);

        connector.fail(ConnectFailure.TIMED_OUT);

        assertThat(told).containsExactly(Optional.of(ConnectFailure.TIMED_OUT));
    }

    @Test
    void retiringClosesWhatIsIdleAndLetsTheRestFinish() {
        FakeEdge idle = single();
        FakeEdge busy = single();
        finish(idle);
        open(HttpProtocol.HTTP_2);
        FakeEdge multiplexed = connector.connected(100);

        pool.retire();

        assertThat(idle.closed()).isTrue();
        assertThat(busy.closed()).isFalse();
        assertThat(multiplexed.closed()).isFalse();

        finish(busy);
        finish(multiplexed);

        assertThat(busy.closed()).isTrue();
        assertThat(multiplexed.closed()).isTrue();
    }

    @Test
    void retiringFailsWhoWaits() {
        FakeOpening single = open(HttpProtocol.HTTP_1);
        FakeOpening multiplexed = open(HttpProtocol.HTTP_2);

        pool.retire();
        FakeEdge lateSingle = connector.connected(1);
        FakeEdge lateMultiplexed = connector.connected(1);
        FakeOpening later = open(HttpProtocol.HTTP_2);

        assertThat(single.outcomes).containsExactly("failed RETIRED");
        assertThat(multiplexed.outcomes).containsExactly("failed RETIRED");
        assertThat(later.outcomes).containsExactly("failed RETIRED");
        assertThat(lateSingle.closed()).isTrue();
        assertThat(lateMultiplexed.closed()).isTrue();
    }
}
