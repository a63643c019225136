package dev.fairlead.e2e;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
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
    private final AtomicLong damaged = new AtomicLong();
    private final boolean details;

    Ledger() {
        this(true);
    }

    private Ledger(boolean details) {
        this.details = details;
    }

    /** One that counts, for very many requests: it remembers no heads, bodies and ends. */
    static Ledger ofCounts() {
        return new Ledger(false);
    }

    /** What concerns one id. */
    private static final class Page {
        private final AtomicInteger arrived = new AtomicInteger();
        private final AtomicInteger refused = new AtomicInteger();
        private final Queue<Checksum> bodies = new ConcurrentLinkedQueue<>();
        private final Queue<Map<String, String>> heads = new ConcurrentLinkedQueue<>();
        private final Queue<String> ends = new ConcurrentLinkedQueue<>();
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
        if (details) {
            page(id).heads.add(Map.copyOf(headers));
        }
    }

    /**
     * A whole body has come.
     *
     * @param expected its size as the client says, or nothing
     */
    void body(String id, Checksum body, String expected) {
        if (details) {
            page(id).bodies.add(body);
        }
        if (!expected.isEmpty() && !body.equals(Checksum.ofStuff(Integer.parseInt(expected)))) {
            damaged.incrementAndGet();
        }
    }

    /** Bodies that were not what the client says it sent. */
    long damaged() {
        return damaged.get();
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
        if (details) {
            page(id).ends.add(how);
        }
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
