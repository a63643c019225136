package dev.fairlead.cli.demo;

import java.net.InetSocketAddress;
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
        hints.add("Edit a profile, for example rename a route: it shows within a second.");
        hints.add("  " + folder.profiles().resolve("webapp.yaml"));
        hints.add("");
        return hints;
    }
}
