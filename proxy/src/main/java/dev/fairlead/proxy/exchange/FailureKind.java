package dev.fairlead.proxy.exchange;

import dev.fairlead.proxy.http.ConnectionLoss;
import dev.fairlead.proxy.pool.ConnectFailure;
import io.netty.handler.codec.http2.Http2Error;

/**
 * How far a request had got when its attempt failed, which says whether it may be sent again. This
 * is the one place that decides it.
 *
 * <table>
 * <caption>What the edge saw, and what that proves</caption>
 * <tr><th>seen, before an answer was passed on</th><th>kind</th></tr>
 * <tr><td>connect refused, timed out or failed; the endpoint left while the request waited</td>
 *     <td>unsent</td></tr>
 * <tr><td>the connection closed before the whole head was written</td><td>unsent</td></tr>
 * <tr><td>HTTP/2 REFUSED_STREAM, or a stream above the last one of a GOAWAY (RFC 9113 §8.7)</td>
 *     <td>unsent</td></tr>
 * <tr><td>the same after the endpoint had said something, be it 100 or 103: it had begun</td>
 *     <td>maybe processed</td></tr>
 * <tr><td>the time for one attempt was over before a connection carried it</td><td>unsent</td></tr>
 * <tr><td>the time for one attempt was over afterwards</td><td>maybe processed</td></tr>
 * <tr><td>any other reset</td><td>maybe processed</td></tr>
 * <tr><td>the connection closed after bytes of the request had left</td><td>maybe processed</td>
 *     </tr>
 * <tr><td>an answer that is not HTTP, or too large</td><td>maybe processed</td></tr>
 * <tr><td>an answer that the route calls a failure</td><td>maybe processed</td></tr>
 * <tr><td>anything after the head of an answer was passed on</td><td>committed</td></tr>
 * </table>
 */
sealed interface FailureKind {
    /** The endpoint has not begun to process it: may be sent again on every route. */
    record Unsent() implements FailureKind {}

    /** The endpoint may have processed it: may be sent again only where the route allows. */
    record MaybeProcessed() implements FailureKind {}

    /** The client has part of an answer: is never sent again. */
    record Committed() implements FailureKind {}

    /** How much of an answer there was before an attempt failed. */
    enum Heard {
        /** Nothing at all. */
        NOTHING,
        /** Informational heads, or a head that waits for its verdict. */
        SOMETHING,
        /** A head, which the client has now. */
        PASSED_ON
    }

    FailureKind UNSENT = new Unsent();
    FailureKind MAYBE_PROCESSED = new MaybeProcessed();
    FailureKind COMMITTED = new Committed();

    /** No connection came about. */
    static FailureKind of(ConnectFailure failure) {
        return switch (failure) {
            case REFUSED, TIMED_OUT, FAILED, RETIRED, LOOP -> UNSENT;
        };
    }

    /** The stream was reset. */
    static FailureKind of(Http2Error reset, Heard heard) {
        return of(reset == Http2Error.REFUSED_STREAM ? UNSENT : MAYBE_PROCESSED, heard);
    }

    /** The connection was lost. */
    static FailureKind of(ConnectionLoss loss, Heard heard) {
        return of(
                switch (loss) {
                    case UNSENT -> UNSENT;
                    case CLOSED, MALFORMED, HEADERS_TOO_LARGE -> MAYBE_PROCESSED;
                },
                heard);
    }

    /** An endpoint that has said something knows of the request, whatever it says later. */
    private static FailureKind of(FailureKind unheard, Heard heard) {
        return switch (heard) {
            case NOTHING -> unheard;
            case SOMETHING -> MAYBE_PROCESSED;
            case PASSED_ON -> COMMITTED;
        };
    }

    /**
     * The time for one attempt was over.
     *
     * @param opened whether a connection carried it
     */
    static FailureKind ofTimeout(boolean opened) {
        return opened ? MAYBE_PROCESSED : UNSENT;
    }
}
