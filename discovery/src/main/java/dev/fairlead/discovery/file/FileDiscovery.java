package dev.fairlead.discovery.file;

import dev.fairlead.discovery.Authority;
import dev.fairlead.discovery.Discovery;
import dev.fairlead.discovery.DiscoveryStatus;
import dev.fairlead.discovery.EndpointsView;
import dev.fairlead.discovery.NameRules;
import dev.fairlead.discovery.ServiceView;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Profiles and endpoints from files, in force within a second of each change: edits, renames,
 * swapped links, files and directories that go and come.
 *
 * <p>What cannot be used never takes the place of what could: the last good version of a profile or
 * of a service's endpoints stays in force until its file is right again, and {@link #status()} and
 * a warning in the log say why. A file of profiles that is deleted takes its profiles along.
 *
 * <p>A listener is first called on the thread that subscribes, before the method returns, then on
 * the daemon thread {@code discovery}, which also reads and compiles. What a listener throws is
 * logged. Subscriptions may be closed by any thread and from inside a listener; a call that another
 * thread has begun by then still ends.
 */
public final class FileDiscovery implements Discovery {
    private static final Logger LOGGER = LoggerFactory.getLogger(FileDiscovery.class);

    private static final Duration PAUSE = Duration.ofMillis(250);

    /** Between the two looks that see a new content before it counts. */
    private static final Duration SHORT_PAUSE = Duration.ofMillis(50);

    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

    /** Looking at very many files takes at most one part in this many of a processor. */
    private static final int PAUSE_PER_LOOK = 20;

    private final NameRules names;
    private final WatchedFiles files;
    private final InstantSource clock = InstantSource.system();
    private final SnapshotLog log = new SnapshotLog();
    private final Set<Live<?>> subscriptions = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile FileSnapshot snapshot;

    private FileDiscovery(FileSources sources) {
        names = sources.names();
        files = new WatchedFiles(sources);
        snapshot = files.first();
        log.changed(snapshot);
    }

    /**
     * Reads everything once, on the calling thread, and then follows it. A file that is missing or
     * wrong is no reason to fail: it shows in {@link #status()}.
     */
    public static FileDiscovery start(FileSources sources) {
        var discovery = new FileDiscovery(sources);
        Thread.ofPlatform().name("discovery").daemon().start(discovery::run);
        return discovery;
    }

    @Override
    public Subscription profile(Authority authority, Consumer<? super ServiceView> listener) {
        Authority service = full(authority);
        return follow(now -> now.service(service), listener);
    }

    @Override
    public Subscription originalDestination(
            InetSocketAddress originalDestination, Consumer<? super ServiceView> listener) {
        return follow(now -> now.originalDestination(originalDestination), listener);
    }

    @Override
    public Subscription endpoints(Authority authority, Consumer<? super EndpointsView> listener) {
        Authority service = full(authority);
        return follow(now -> now.endpoints(service), listener);
    }

    @Override
    public DiscoveryStatus status() {
        return snapshot.status();
    }

    /** The profiles that could be in force for some service, in order of precedence. */
    public List<ProfileEntry> profiles() {
        return snapshot.entries();
    }

    /** Ends the thread and every subscription, without waiting for either. */
    @Override
    public void close() {
        closed.countDown();
        subscriptions.forEach(Live::close);
    }

    private Authority full(Authority authority) {
        return names.parse(authority.toString(), authority.port()).orElse(authority);
    }

    private <V> Subscription follow(
            Function<FileSnapshot, V> question, Consumer<? super V> listener) {
        var live = new Live<V>(() -> question.apply(snapshot), listener, subscriptions::remove);
        // registered first: a snapshot that is published meanwhile is told by its publisher
        subscriptions.add(live);
        if (closed.getCount() == 0) {
            live.close();
        }
        live.tell();
        return live;
    }

    private void run() {
        Duration pause = PAUSE;
        try {
            while (!closed.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                long start = System.nanoTime();
                look(clock.instant());
                pause = pauseAfter(Duration.ofNanos(System.nanoTime() - start));
            }
        } catch (InterruptedException e) {
            LOGGER.atWarn().log("discovery interrupted, files are not followed any more");
            Thread.currentThread().interrupt();
        }
    }

    private void look(Instant now) {
        try {
            files.look(now).ifPresent(this::publish);
        } catch (RuntimeException e) {
            LOGGER.atError().setCause(e).log("discovery look failed");
        }
    }

    private Duration pauseAfter(Duration look) {
        if (files.isRestless()) {
            return SHORT_PAUSE;
        }
        Duration fair = look.multipliedBy(PAUSE_PER_LOOK);
        if (fair.compareTo(LONGEST_PAUSE) > 0) {
            return LONGEST_PAUSE;
        }
        return fair.compareTo(PAUSE) > 0 ? fair : PAUSE;
    }

    private void publish(FileSnapshot next) {
        snapshot = next;
        log.changed(next);
        subscriptions.forEach(Live::tell);
    }
}
