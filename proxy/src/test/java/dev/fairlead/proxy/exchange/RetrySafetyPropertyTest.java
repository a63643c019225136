package dev.fairlead.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.proxy.balance.BalancedEndpoint;
import dev.fairlead.proxy.pool.FakeCall;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;

/**
 * What holds of several requests at once, whatever clients, endpoints and discovery do, and when.
 */
class RetrySafetyPropertyTest {
    private static final String AMPLE = "{retryRatio: 0.2, minRetriesPerSecond: 10, ttl: 10s}";
    private static final String HALF = "{retryRatio: 0.5, minRetriesPerSecond: 0, ttl: 60s}";

    @Provide
    Arbitrary<List<RetryPlay.Step>> steps() {
        return Combinators.combine(
                        Arbitraries.of(RetryPlay.Action.values()),
                        Arbitraries.integers().between(0, 11))
                .as(RetryPlay.Step::new)
                .list()
                .ofMaxSize(60)
                .withSizeDistribution(RandomDistribution.uniform());
    }

    private static RetryPlay played(List<RetryPlay.Step> steps, String budget) {
        RetryPlay play = new RetryPlay(budget);
        steps.forEach(play::act);
        return play;
    }

    private static String body(FakeCall call) {
        return call.events().stream()
                .filter(event -> event.startsWith("data "))
                .map(event -> event.split(" ", -1)[1])
                .collect(Collectors.joining());
    }

    private static boolean wasGivenAll(FakeCall call) {
        String last = call.events().getLast();
        return last.endsWith(" last") || last.equals("trailers");
    }

    @Property(tries = 1000)
    void whatMayHaveBeenProcessedIsNotSentAgain(@ForAll("steps") List<RetryPlay.Step> steps) {
        RetryPlay play = played(steps, AMPLE);
        play.close();

        for (PlayedRequest request : play.requests) {
            assertThat(play.calls(request).size()).isLessThanOrEqualTo(1 + RetryPlay.MAX_RETRIES);
            if (!request.retryable) {
                assertThat(play.processed(request)).isLessThanOrEqualTo(1);
            }
        }
    }

    @Property(tries = 1000)
    void everyRequestIsAnsweredOnce(@ForAll("steps") List<RetryPlay.Step> steps) {
        RetryPlay play = played(steps, AMPLE);
        play.finish();

        for (PlayedRequest request : play.requests) {
            assertThat(request.finalHeads()).isLessThanOrEqualTo(1);
            assertThat(request.strays()).isZero();
            assertThat(request.ends()).isEqualTo(request.left() ? 0 : 1);
        }
    }

    @Property(tries = 1000)
    void noByteIsLostOrDoubled(@ForAll("steps") List<RetryPlay.Step> steps) {
        RetryPlay play = played(steps, AMPLE);
        play.close();

        for (PlayedRequest request : play.requests) {
            for (FakeCall call : play.calls(request)) {
                assertThat(request.sent()).startsWith(body(call));
                if (wasGivenAll(call)) {
                    assertThat(body(call)).isEqualTo(request.sent());
                    assertThat(request.requestEnded()).isTrue();
                }
            }
        }
    }

    @Property(tries = 1000)
    void nothingIsLeftBehind(@ForAll("steps") List<RetryPlay.Step> steps) {
        RetryPlay play = played(steps, AMPLE);
        play.finish();
        Set<BalancedEndpoint<UpstreamEndpoint>> endpoints = endpoints(play);
        play.close();

        assertThat(play.writes()).allSatisfy(count -> assertThat(count).hasValue(1));
        assertThat(play.requests)
                .flatMap(request -> request.buffers)
                .allSatisfy(buffer -> assertThat(buffer.refCnt()).isZero());
        assertThat(play.stage.replayMemory.used()).isZero();
        assertThat(endpoints)
                .allSatisfy(endpoint -> {
                    assertThat(endpoint.load().pending()).isZero();
                    assertThat(endpoint.resource().breaker()).hasToString("CLOSED, 0 in flight");
                });
        assertThat(play.stage.loop.time.scheduled()).isZero();
        assertThat(play.stage.discovery.followers()).isZero();
        for (int i = 0; i < Stage.IN_FLIGHT; i++) {
            assertThat(play.stage.side.inFlight().enter()).isTrue();
        }
    }

    private static Set<BalancedEndpoint<UpstreamEndpoint>> endpoints(RetryPlay play) {
        return play.stage.destinations.service(Stage.BOOKS).stream()
                .flatMap(books -> books.dispatcher(Set.of()).endpoints().stream())
                .collect(Collectors.toSet());
    }

    @Property(tries = 1000)
    void metricsTellWhatHappened(@ForAll("steps") List<RetryPlay.Step> steps) {
        RetryPlay play = played(steps, AMPLE);
        play.finish();

        play.close();
        Page page = play.stage.page();
        double retries = retries(page);
        double fates = page.sum("route_retry_total");
        double saved = page.sum("route_retry_total", "outcome=\"retried_ok\"");
        double responses = page.sum("route_response_total");
        double successes = page.sum("route_response_total", "classification=\"success\"");
        double refused = page.sum("proxy_error_total", "in-flight-limit");
        assertThat(page.sum("route_request_total") + refused).isEqualTo(play.requests.size());
        assertThat(fates - saved).isEqualTo(responses - successes);
        assertThat(saved).isLessThanOrEqualTo(successes);
        assertThat(page.sum("route_actual_response_total"))
                .isLessThanOrEqualTo(page.sum("route_actual_request_total"));
        assertThat((double) play.calls().count())
                .isLessThanOrEqualTo(page.sum("route_actual_request_total"));
        assertThat(page.sum("route_actual_request_total"))
                .isLessThanOrEqualTo(play.requests.size() + retries);
    }

    @Property(tries = 1000)
    void retriesStayInTheBudget(@ForAll("steps") List<RetryPlay.Step> steps) {
        RetryPlay play = played(steps, HALF);
        play.close();

        Page page = play.stage.page();
        double retries = retries(page);
        assertThat(retries).isLessThanOrEqualTo(0.5 * page.sum("route_response_total"));
        assertThat((double) play.calls().count())
                .isLessThanOrEqualTo(play.requests.size() + retries);
    }

    /** What the budget refused is counted twice: as all that could be retried, and as skipped. */
    private static double retries(Page page) {
        return page.sum("route_retryable_total")
                - 2 * page.sum("route_retryable_total", "skipped=\"no_budget\"");
    }
}
