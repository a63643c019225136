package dev.fairlead.e2e;

import java.util.concurrent.CompletableFuture;

/** A client of one listener. Calls run beside each other. */
interface Caller extends AutoCloseable {
    /** Sends a request, and returns at once. From any thread. */
    default Call start(Question question) {
        return start(question, CompletableFuture.completedFuture(true));
    }

    /** Sends a request with the first piece of its body, and the rest of it later. */
    Call start(Question question, CompletableFuture<Boolean> rest);

    /** Gives a call up. From any thread. */
    void cancel(Call call);

    /** Sends a request and waits for the whole answer. */
    default Reply call(Question question) {
        return start(question).reply();
    }

    @Override
    void close();
}
