package dev.fairlead.proxy.exchange;

/** What an attempt may expect of a dispatcher, best first. */
enum Prospect {
    /** An endpoint is ready that has not failed the request before. */
    SERVED,
    /** Only endpoints are ready that have. */
    SERVED_BY_TRIED,
    /** It waits for endpoints that are not ready at the moment. */
    WAITS_FOR_ENDPOINTS,
    /** It waits for endpoints to be found. */
    WAITS_FOR_DISCOVERY,
    /** It may not even wait: it fails at once. */
    REFUSED
}
