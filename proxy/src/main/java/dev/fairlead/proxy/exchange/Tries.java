package dev.fairlead.proxy.exchange;

import dev.fairlead.metrics.ResponseOutcome;
import dev.fairlead.metrics.RetryOutcome;
import dev.fairlead.proxy.balance.BalancedEndpoint;
import dev.fairlead.proxy.pool.LoopTimers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The attempts at one request: starts them, decides after a failure whether another follows, and
 * keeps the clocks that end them.
 *
 * <pre>
 *  begin ─▶ attempt ─┬─ a head is passed on ────────────────▶ committed ─▶ over
 *              ▲     └─ a failure ─▶ decide ─┬─ skip ──────────────────────▶ over
 *              └──────── pause ◀── retry ────┘
 *  the deadline ends whatever is going on before the commit
 * </pre>
 */
final class Tries {
    /** A response that asks for a longer pause is passed on instead. */
    static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final SequencedSet<BalancedEndpoint<UpstreamEndpoint>> NONE_TRIED =
            Collections.unmodifiableSequencedSet(new LinkedHashSet<>());

    private final Exchange exchange;
    private final Destination destination;
    private final RouteInForce route;
    private final Upload upload;
    private final Deadline deadline;
    private final int attemptsBefore;
    private SequencedSet<BalancedEndpoint<UpstreamEndpoint>> tried = NONE_TRIED;
    private @Nullable Attempt current;
    private LoopTimers.@Nullable Timer total;
    private LoopTimers.@Nullable Timer perTry;
    private LoopTimers.@Nullable Timer pause;
    private @Nullable RetryOutcome skipped;
    private int retries;
    private boolean committed;

    /** Whether an attempt that failed may have been processed. */
    private boolean doubtful;

    /**
     * @param startedNanos when the request came
     */
    Tries(
            Exchange exchange,
            Destination destination,
            RouteInForce route,
            Upload upload,
            long startedNanos) {
        this.exchange = exchange;
        this.destination = destination;
        this.route = route;
        this.upload = upload;
        Http2Headers head = exchange.requestHead();
        this.deadline =
                route.isSentOnce()
                        ? Deadline.NONE
                        : Deadline.of(route.plan(), head, exchange.isGrpc(), startedNanos);
        this.attemptsBefore = RetryHeaders.attemptsBefore(head);
    }

    /** Sends the request for the first time. */
    void begin() {
        if (route.plan().maxRetries() > 0 && !upload.bodiless()) {
            copyBody();
        }
        if (deadline.isSet()) {
            total = timer(deadline.timeoutNanos(), this::deadlineOver);
        }
        send(draw());
    }

    /** Who gives an attempt to an endpoint; each one draws anew. */
    Dispatcher draw() {
        return destination.dispatcher(tried);
    }

    /**
     * Every route needs the copy, as unsent requests are sent again on every route; but those that
     * are not retryable need it so rarely that the others come first.
     */
    private void copyBody() {
        ReplayMemory memory = exchange.side().replayMemory();
        if (route.plan().isRetryable() || !memory.isScarce()) {
            RetryHeaders.copyLimit(exchange.requestHead(), route.plan().maxBodyBytes())
                    .ifPresent(limit -> upload.copyInto(new ReplayBuffer(memory, limit)));
        }
    }

    private LoopTimers.Timer timer(long nanos, Runnable task) {
        return exchange.side().loop().after(nanos, TimeUnit.NANOSECONDS, task);
    }

    private void send(Dispatcher dispatcher) {
        Attempt next = new Attempt(exchange, this, dispatcher);
        current = next;
        long limit = route.plan().perTryNanos();
        if (limit != RetryPlan.NEVER) {
            perTry =
                    timer(
                            limit,
                            () ->
                                    next.timedOut(
                                            timedOut(ProxyFailure.TimedOut.Clock.PER_TRY, limit)));
        }
        next.start();
    }

    private ProxyFailure.TimedOut timedOut(ProxyFailure.TimedOut.Clock clock, long nanos) {
        return new ProxyFailure.TimedOut(destination.name(), clock, Duration.ofNanos(nanos));
    }

    private void deadlineOver() {
        total = null;
        Attempt attempt = current;
        if (attempt != null && attempt.release()) {
            return; // a head was there in time
        }
        skipped = RetryOutcome.SKIPPED_DEADLINE;
        if (attempt != null) {
            attempt.abandon();
        }
        exchange.attemptFailed(timedOut(deadline.clock(), deadline.timeoutNanos()));
    }

    /** Says of the head of the next attempt which one it is, and how much time it has. */
    void address(Http2Headers head) {
        RetryHeaders.number(head, attemptsBefore, retries, exchange.isGrpc());
        if (deadline.isSet() && head.contains(GrpcTimeout.NAME)) {
            long left = Math.max(1, deadline.leftNanos(exchange.nowNanos()));
            head.set(GrpcTimeout.NAME, GrpcTimeout.text(left));
        }
    }

    /** The head of a response has come: the attempt is in time. */
    void headCame() {
        if (perTry != null) {
            perTry.cancel();
            perTry = null;
        }
    }

    /** Whether a response whose verdict is not known yet may wait for it. */
    boolean mayHold() {
        return route.plan().isRetryable()
                && !committed
                && attemptsBefore == 0
                && retries < route.plan().maxRetries()
                && upload.ended()
                && upload.replayable();
    }

    /**
     * Decides what follows a failed attempt: another, for which the budget has paid and the request
     * waits, so that {@link #again} has to be called; or null, none.
     *
     * @param failed the assignment that failed it, if there was one
     */
    @Nullable Retry decide(FailureKind kind, Pushback pushback, @Nullable Assignment failed) {
        headCame();
        remember(failed);
        doubtful |= !(kind instanceof FailureKind.Unsent);
        long wait = Math.max(pushback.nanos(), backoffNanos());
        Dispatcher dispatcher = draw();
        RetryOutcome refused = refusal(kind, pushback, wait, dispatcher);
        if (refused != null) {
            skipped = refused;
            return null;
        }
        route.retried();
        upload.detach(); // what comes from now on is for the next one
        return new Retry(wait, dispatcher);
    }

    private long backoffNanos() {
        return route.plan().backoffNanos(retries + 1, exchange.side().random().nextDouble());
    }

    private void remember(@Nullable Assignment failed) {
        if (failed != null) {
            if (tried.isEmpty()) {
                tried = new LinkedHashSet<>();
            }
            tried.remove(failed.endpoint()); // the last one stands last
            tried.add(failed.endpoint());
        }
    }

    private @Nullable RetryOutcome refusal(
            FailureKind kind, Pushback pushback, long wait, Dispatcher dispatcher) {
        if (committed || kind instanceof FailureKind.Committed) {
            return RetryOutcome.SKIPPED_COMMITTED;
        }
        boolean allowed = route.plan().isRetryable() && attemptsBefore == 0 && !pushback.never();
        if (kind instanceof FailureKind.MaybeProcessed && !allowed) {
            return RetryOutcome.SKIPPED_NOT_RETRYABLE;
        }
        if (retries >= route.plan().maxRetries()) {
            return RetryOutcome.SKIPPED_MAX;
        }
        if (!upload.replayable()) {
            return RetryOutcome.SKIPPED_BODY;
        }
        if (wait > LONGEST_WAIT_NANOS
                || deadline.leftNanos(exchange.nowNanos()) <= wait + Deadline.LEAST_NANOS) {
            return RetryOutcome.SKIPPED_DEADLINE;
        }
        if (!dispatcher.anyReady()) {
            return RetryOutcome.SKIPPED_NO_ENDPOINT;
        }
        return withdraw();
    }

    private @Nullable RetryOutcome withdraw() {
        if (destination.budget().withdraw()) {
            return null;
        }
        route.retrySkippedForBudget();
        return RetryOutcome.SKIPPED_BUDGET;
    }

    /** No endpoint took the request. */
    void noEndpoint() {
        skipped = RetryOutcome.SKIPPED_NO_ENDPOINT;
    }

    /** Sends the request again, now or after a pause. */
    void again(Retry retry) {
        retries++;
        current = null;
        if (retry.waitNanos() == 0) {
            send(retry.dispatcher());
        } else {
            pause = timer(retry.waitNanos(), () -> send(draw()));
        }
    }

    /** The endpoints that failed the request, the last one last. */
    SequencedSet<BalancedEndpoint<UpstreamEndpoint>> tried() {
        return tried;
    }

    /** Whether {@code attempt} is the one of the moment. */
    boolean isCurrent(Attempt attempt) {
        return current == attempt;
    }

    /** Whether an endpoint may have processed the request, though it did not answer. */
    boolean mayBeProcessed() {
        return doubtful;
    }

    /** The head of a response goes to the client: there is no way back. */
    void commit() {
        committed = true;
        upload.commit();
        stopClocks();
    }

    private void stopClocks() {
        cancel(total);
        cancel(perTry);
        cancel(pause);
        total = null;
        perTry = null;
        pause = null;
    }

    private static void cancel(LoopTimers.@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }

    /** The client has lost interest. */
    void cancel(Http2Error reason) {
        if (current != null) {
            current.cancel(reason);
        }
    }

    /** The attempt of the moment takes too long. */
    void abandon() {
        if (current != null) {
            current.abandon();
        }
    }

    /**
     * The exchange is over.
     *
     * @param outcome as the client saw it; null if it went away before
     */
    void over(@Nullable ResponseOutcome outcome) {
        stopClocks();
        if (outcome == null || route.isSentOnce()) {
            return;
        }
        destination.budget().deposit();
        if (retries > 0) {
            route.fate(outcome.success() ? RetryOutcome.RETRIED_OK : RetryOutcome.RETRIED_FAILED);
        } else if (!outcome.success()) {
            route.fate(whyNot());
        }
    }

    private RetryOutcome whyNot() {
        RetryOutcome known = skipped;
        if (known != null) {
            return known;
        }
        return route.plan().isRetryable()
                ? RetryOutcome.SKIPPED_COMMITTED
                : RetryOutcome.SKIPPED_NOT_RETRYABLE;
    }
}
