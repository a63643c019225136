package dev.fairlead.route;

/** What the response classes of a route say about a status code. */
public enum Verdict {
    /** A class holds and does not say {@code isFailure}; final, trailers are not consulted. */
    SUCCESS,
    /** A class holds and says {@code isFailure}; final, trailers are not consulted. */
    FAILURE,
    /** No class holds: the gRPC status decides if there is one, else 5xx is a failure. */
    UNMATCHED
}
