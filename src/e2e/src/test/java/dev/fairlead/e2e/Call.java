package dev.fairlead.e2e;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A request that is under way, as its client sees it. What comes for it is told on the client's
 * event loop; what it came to may be asked for from anywhere.
 */
final class Call {
    private static final int LIMIT_SECONDS = 30;
    private static final int TEXT_LIMIT = 1024;

    private final Question question;
    private final CompletableFuture<Boolean> rest;
    private final CompletableFuture<Reply> head = new CompletableFuture<>();
    private final CompletableFuture<Ending> ending = new CompletableFuture<>();
    private final Checksum.Sum sum = new Checksum.Sum();
    private final StringBuilder text = new StringBuilder();
    private @Nullable Runnable giveUp;
    private boolean cancelled;
    private int status;
    private Map<String, String> headers = Map.of();

    /**
     * Is about to be sent.
     *
     * @param rest is complete when all of the body may be sent
     */
    Call(Question question, CompletableFuture<Boolean> rest) {
        this.question = question;
        this.rest = rest;
    }

    Question question() {
        return question;
    }

    /** Is complete when more of the body than its first piece may be sent. */
    CompletableFuture<Boolean> rest() {
        return rest;
    }

    /** Waits for the whole answer. */
    Reply reply() {
        return switch (ending()) {
            case Ending.Answered answered -> answered.reply();
            case Ending.Broken(_, String why) -> throw new AssertionError("broken: " + why);
            case Ending.Failed(String why) -> throw new AssertionError("failed: " + why);
            case Ending.Cancelled _ -> throw new AssertionError("cancelled");
        };
    }

    /** Waits for the head of the answer, which is shown without a body. */
    Reply head() {
        return await(head);
    }

    /** Waits for the end, whatever it is. */
    Ending ending() {
        return await(ending);
    }

    /** Is completed on the client's event loop. */
    CompletableFuture<Ending> whenEnded() {
        return ending;
    }

    private <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(question + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** How the client gives it up from now on; at once, if it wanted to before. */
    void sentWith(Runnable giveUp) {
        this.giveUp = giveUp;
        if (cancelled) {
            giveUp.run();
        }
    }

    /** The client does not want an answer any more. On its event loop. */
    void cancel() {
        if (ending.complete(new Ending.Cancelled())) {
            cancelled = true;
            head.completeExceptionally(new IllegalStateException("cancelled"));
            if (giveUp != null) {
                giveUp.run();
            }
        }
    }

    boolean isOver() {
        return ending.isDone();
    }

    void headCame(int status, Map<String, String> headers) {
        if (this.status != 0) {
            failed("a second head: " + status);
            return;
        }
        this.status = status;
        this.headers = headers;
        head.complete(soFar(Map.of()));
    }

    void dataCame(ByteBuf data) {
        sum.add(data);
        int length = Math.min(TEXT_LIMIT - text.length(), data.readableBytes());
        text.append(data.toString(data.readerIndex(), length, StandardCharsets.ISO_8859_1));
    }

    void ended(Map<String, String> trailers) {
        ending.complete(new Ending.Answered(soFar(trailers)));
    }

    void failed(String why) {
        Ending end = status == 0 ? new Ending.Failed(why) : new Ending.Broken(soFar(Map.of()), why);
        ending.complete(end);
        head.completeExceptionally(new IllegalStateException(why));
    }

    private Reply soFar(Map<String, String> trailers) {
        return new Reply(status, headers, text.toString(), sum.value(), trailers);
    }
}
