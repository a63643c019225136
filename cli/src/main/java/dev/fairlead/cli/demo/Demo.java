package dev.fairlead.cli.demo;

import dev.fairlead.cli.demo.shop.AuthorsApplication;
import dev.fairlead.cli.demo.shop.BooksApplication;
import dev.fairlead.cli.demo.shop.Ledger;
import dev.fairlead.cli.demo.shop.ShopService;
import dev.fairlead.cli.demo.shop.WebApplication;
import dev.fairlead.cli.stats.RouteSnapshot;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The shop, its sidecars and its visitors. {@link #close} may come from any thread at any time,
 * also while it starts, and leaves nothing behind.
 */
final class Demo implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(15);

    private final Consumer<String> progress;
    private final Ledger sent = new Ledger();
    private final Ledger answered = new Ledger();
    private final List<Sidecar> sidecars = new CopyOnWriteArrayList<>();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Scraper scraper = open(new Scraper());
    private boolean closed;

    /**
     * @param progress told in a few words what is being started
     */
    Demo(Consumer<String> progress) {
        this.progress = progress;
    }

    /** Starts the applications, their sidecars, and the visits. */
    RunningDemo start(int perSecond, long visits) throws IOException, InterruptedException {
        progress.accept("starting the bookshop: webapp, authors and books");
        DemoFolder folder = DemoFolder.create();
        open(folder::delete);
        AuthorsApplication authors = open(new AuthorsApplication(answered));
        BooksApplication books = open(new BooksApplication(answered));
        WebApplication webapp = open(new WebApplication(sent));

        progress.accept("starting a sidecar for each");
        Sidecar authorsSidecar =
                startSidecar(ShopService.AUTHORS, authors.address(), folder, Optional.empty());
        Sidecar booksSidecar =
                startSidecar(ShopService.BOOKS, books.address(), folder, Optional.empty());
        folder.writeEndpoints(inbound(List.of(authorsSidecar, booksSidecar)));
        Sidecar webappSidecar =
                startSidecar(
                        ShopService.WEBAPP,
                        webapp.address(),
                        folder,
                        Optional.of(folder.endpoints()));
        awaitReady();

        webapp.connect(webappSidecar.address("outbound"));
        progress.accept("sending " + perSecond + " requests per second to webapp");
        Traffic traffic = open(new Traffic(webappSidecar.address("inbound"), sent, perSecond));
        traffic.start(visits);
        return new RunningDemo(folder, webappSidecar.address("inbound"), sidecars, traffic);
    }

    /** What the sidecars have counted up to now. */
    RouteSnapshot scrape() throws InterruptedException {
        return scraper.scrape(sidecars);
    }

    /** Whether that is what was sent and answered. */
    Verdict verdict(RouteSnapshot counted) {
        return Verdict.of(sent, answered, counted);
    }

    synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        sidecars.forEach(Sidecar::end);
        opened.forEach(Demo::closeQuietly);
    }

    private Sidecar startSidecar(
            ShopService service,
            InetSocketAddress application,
            DemoFolder folder,
            Optional<Path> endpoints)
            throws IOException {
        SidecarCommand command =
                new SidecarCommand(service, application, folder.profiles(), endpoints);
        synchronized (this) {
            Sidecar sidecar = open(Sidecar.start(command, folder.log(service)));
            sidecars.add(sidecar);
            return sidecar;
        }
    }

    private void awaitReady() throws InterruptedException {
        for (Sidecar sidecar : sidecars) {
            sidecar.awaitListening();
            scraper.awaitReady(sidecar, READY);
        }
    }

    private static Map<ShopService, InetSocketAddress> inbound(List<Sidecar> callees)
            throws InterruptedException {
        Map<ShopService, InetSocketAddress> addresses = new EnumMap<>(ShopService.class);
        for (Sidecar callee : callees) {
            callee.awaitListening();
            addresses.put(callee.service(), callee.address("inbound"));
        }
        return addresses;
    }

    /** Remembers what is to be closed, last opened first; closes it at once when it is too late. */
    private synchronized <T extends AutoCloseable> T open(T resource) {
        if (closed) {
            closeQuietly(resource);
        } else {
            opened.push(resource);
        }
        return resource;
    }

    /** The rest must be closed all the same. */
    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            System.getLogger(Demo.class.getName())
                    .log(System.Logger.Level.WARNING, "not closed: " + resource, e);
        }
    }
}
