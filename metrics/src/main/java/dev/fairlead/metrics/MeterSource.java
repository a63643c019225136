package dev.fairlead.metrics;

/**
 * Where the numbers of a family come from: each source has one place that writes it to the page.
 */
enum MeterSource {
    COUNTER,
    HISTOGRAM,
    /** Asked of a function at each scrape. */
    FUNCTION,
    HTTP_REQUESTS,
    HTTP_LATENCIES,
    HTTP_RESPONSES,
    RETRIES,
    RETRY_FATES,
    TCP_OPENED,
    TCP_OPEN,
    TCP_READ,
    TCP_WRITTEN,
    TCP_CLOSED,
    /** Read from the process and the virtual machine by Micrometer at each scrape. */
    RUNTIME
}
