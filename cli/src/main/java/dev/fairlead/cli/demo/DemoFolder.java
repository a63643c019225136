package dev.fairlead.cli.demo;

import dev.fairlead.cli.demo.shop.ShopService;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The files of a running demo.
 *
 * @param root a temporary folder
 */
record DemoFolder(Path root) {
    /** Makes the folder, with the profiles as they are shipped. */
    static DemoFolder create() throws IOException {
        DemoFolder folder = new DemoFolder(Files.createTempDirectory("fairlead-demo-"));
        Files.createDirectories(folder.profiles());
        for (ShopService service : ShopService.values()) {
            String name = service.shortName() + ".yaml";
            try (InputStream shipped = DemoFolder.class.getResourceAsStream(name)) {
                Files.copy(Objects.requireNonNull(shipped, name), folder.profiles().resolve(name));
            }
        }
        return folder;
    }

    /** Where the reader may edit profiles. */
    Path profiles() {
        return root.resolve("profiles");
    }

    /** The edit that the demo makes in them itself. */
    ProfileEdit edit() {
        return new ProfileEdit(profiles().resolve(ShopService.AUTHORS.shortName() + ".yaml"));
    }

    Path log(ShopService service) {
        return root.resolve(service.shortName() + ".log");
    }

    /** Where {@link #writeEndpoints} writes. */
    Path endpoints() {
        return root.resolve("endpoints.yaml");
    }

    /** Writes down where services are. */
    void writeEndpoints(Map<ShopService, InetSocketAddress> addresses) throws IOException {
        StringBuilder text = new StringBuilder();
        addresses.forEach((service, address) ->
                text.append("\"%s\":\n".formatted(service.authority()))
                        .append("- address: 127.0.0.1:%d\n".formatted(address.getPort())));
        Files.writeString(endpoints(), text);
    }

    /** Removes everything. */
    void delete() throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(root)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}
