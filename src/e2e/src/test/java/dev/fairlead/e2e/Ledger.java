package dev.fairlead.e2e;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What servers remember of the requests that reached them, by id. One may be kept by several
 * servers.
 *
 * <p>Thread-safe.
 */
final class Ledger {
    private final Map<String, Page> pages = new ConcurrentHashMap<>();
    private final AtomicLong requests = new AtomicLong();
    private final Map<Integer, AtomicLong> answers = new ConcurrentHashMap<>();

    /** What concerns one id. */
    private static final class Page {
        private final AtomicInteger arrived = new AtomicInteger();
        private final AtomicInteger refused = new AtomicInteger();
        private final List<Checksum> bodies = new CopyOnWriteArrayList<>();
        private final List<Map<String, String>> heads = new CopyOnWriteArrayList<>();
        private final List<String> ends = new CopyOnWriteArrayList<>();
    }

    private Page page(String id) {
        return pages.computeIfAbsent(id, _ -> new Page());
    }

    /**
     * A request has come.
     *
     * @return how many with this id have come now
     */
    int arrived(String id) {
        requests.incrementAndGet();
        return page(id).arrived.incrementAndGet();
    }

    /** The head of one that came, as the server saw it. */
    void head(String id, Map<String, String> headers) {
        page(id).heads.add(Map.copyOf(headers));
    }

    /** A whole body has come. */
    void body(String id, Checksum body) {
        page(id).bodies.add(body);
    }

    /** The server has said that it did not look at the request. */
    void refused(String id) {
        page(id).refused.incrementAndGet();
    }

    /** The server has sent the head of an answer. */
    void answered(int status) {
        answers.computeIfAbsent(status, _ -> new AtomicLong()).incrementAndGet();
    }

    /** The client's side has ended the exchange before the server did. */
    void brokenOff(String id, String how) {
        page(id).ends.add(how);
    }

    /** How often a request came. */
    int times(String id) {
        return page(id).arrived.get();
    }

    /** How often a request came and was looked at. */
    int processed(String id) {
        Page page = page(id);
        return page.arrived.get() - page.refused.get();
    }

    /** Whole bodies, in order. */
    List<Checksum> bodies(String id) {
        return List.copyOf(page(id).bodies);
    }

    /** The heads, in order. */
    List<Map<String, String>> heads(String id) {
        return List.copyOf(page(id).heads);
    }

    /** How exchanges were broken off by the sidecar, in order: {@code CANCEL}, {@code closed}. */
    List<String> brokenOff(String id) {
        return List.copyOf(page(id).ends);
    }

    /** Requests that have come, ever. */
    long requests() {
        return requests.get();
    }

    /** Answers with this status, ever. */
    long answers(int status) {
        AtomicLong count = answers.get(status);
        return count == null ? 0 : count.get();
    }
}
