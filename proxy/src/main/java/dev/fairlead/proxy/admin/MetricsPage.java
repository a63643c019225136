package dev.fairlead.proxy.admin;

/** The scrape page. Called on any thread. */
public interface MetricsPage {
    /** The page in UTF-8, not compressed. */
    byte[] text();

    /** Its media type: {@code text/plain; version=0.0.4}. */
    String contentType();
}
