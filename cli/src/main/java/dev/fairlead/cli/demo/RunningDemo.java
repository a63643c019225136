package dev.fairlead.cli.demo;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a reader of the demo may look at.
 *
 * @param folder the profiles
 * @param shop where webapp is visited: the inbound listener of its sidecar
 * @param sidecars one for each service
 * @param traffic the visits under way
 */
record RunningDemo(
        DemoFolder folder, InetSocketAddress shop, List<Sidecar> sidecars, Traffic traffic) {
    /** When a live demo makes its {@link ProfileEdit}: a window full of failures has been seen. */
    static final Duration EDIT_AFTER = Duration.ofSeconds(15);

    /** What to try while it runs. */
    List<String> hints() {
        List<String> hints = new ArrayList<>();
        hints.add("The bookshop is open: http://127.0.0.1:" + shop.getPort() + "/");
        hints.add("");
        for (Sidecar sidecar : sidecars) {
            String admin = "http://127.0.0.1:" + sidecar.address("admin").getPort();
            hints.add(
                    "  %-8s %s/metrics   %s/routes.json"
                            .formatted(sidecar.service().shortName(), admin, admin));
        }
        hints.add("");
        hints.add(
                "%s of authors fails half the time. After %d seconds the demo writes \"%s\" into"
                        .formatted(
                                ProfileEdit.ROUTE.routeName(),
                                EDIT_AFTER.toSeconds(),
                                ProfileEdit.AFTER));
        hints.add("its profile. Edit it yourself at any time: it shows within a second.");
        hints.add("  " + folder.edit().profile());
        hints.add("");
        return hints;
    }
}
