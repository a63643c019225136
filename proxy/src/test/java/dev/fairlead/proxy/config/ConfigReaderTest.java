package dev.fairlead.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigReaderTest {
    private static final String L = "LINKERD2_PROXY_";

    @TempDir Path directory;

    @Test
    void everyProblemIsListedAtOnce() throws IOException {
        Path file = file("outboundDetectTimeout: soon\nnoSuchThing: 1\n");
        Map<String, String> environment =
                Map.of(
                        L + "INBOUND_CONNECT_TIMEOUT", "1 second",
                        L + "ADMIN_LISTEN_ADDR", "localhost:4191",
                        L + "INBOUND_SERVER_HTTP2_KEEP_ALIVE_INTERVAL", "10s");

        ConfigResult result =
                Configs.read(
                        environment,
                        Optional.of(file),
                        List.of(new OptionValue("--loops", "many")));

        assertThat(problems(result))
                .containsExactlyInAnyOrder(
                        "--loops: \"many\" (expected: a whole number from 1 to 1024)",
                        L
                                + "ADMIN_LISTEN_ADDR: \"localhost:4191\" (expected: IP:PORT, or"
                                + " [IPV6]:PORT)",
                        L
                                + "INBOUND_CONNECT_TIMEOUT: \"1 second\" (expected: a duration"
                                + " above 0 such as 300ms, 10s, 5m)",
                        L
                                + "INBOUND_SERVER_HTTP2_KEEP_ALIVE_INTERVAL: set without "
                                + L
                                + "INBOUND_SERVER_HTTP2_KEEP_ALIVE_TIMEOUT (expected: both or"
                                + " neither)",
                        file
                                + ":1:24: outboundDetectTimeout: \"soon\" (expected: a duration"
                                + " such as 300ms, 10s, 5m, or 0)",
                        file + ":2:1: noSuchThing: no such setting");
    }

    @ParameterizedTest
    @CsvSource({
        "INBOUND_LISTEN_ADDR",
        "INBOUND_CONNECT_TIMEOUT",
        "INBOUND_MAX_IN_FLIGHT",
        "SHUTDOWN_ENDPOINT_ENABLED",
        "INBOUND_IPS",
        "CORES_MAX"
    })
    void setToNothingIsNotUnset(String name) {
        ConfigResult result = Configs.read(Map.of(L + name, ""), Optional.empty(), List.of());

        assertThat(allLines(result)).singleElement().asString().startsWith(L + name + ": \"\"");
    }

    @Test
    void textThatWasNotUnicodeIsInvalid() {
        ConfigResult result =
                Configs.read(
                        Map.of("FAIRLEAD_PROFILES", "caf\ufffd.yaml"), Optional.empty(), List.of());

        assertThat(problems(result)).singleElement().asString().startsWith("FAIRLEAD_PROFILES: ");
    }

    @Test
    void optionBeatsEnvironmentBeatsFile() throws IOException {
        Optional<Path> file =
                Optional.of(file("namespace: file\nclusterDomain: file\nservice: file\n"));
        Map<String, String> environment =
                Map.of("FAIRLEAD_NAMESPACE", "variable", "FAIRLEAD_CLUSTER_DOMAIN", "variable");

        ProxyConfig config =
                valid(
                                Configs.read(
                                        environment,
                                        file,
                                        List.of(new OptionValue("--namespace", "option"))))
                        .config();

        assertThat(config.discovery().namespace()).isEqualTo("option");
        assertThat(config.discovery().clusterDomain()).isEqualTo("variable");
        assertThat(config.inbound().service())
                .hasValueSatisfying(name -> assertThat(name.name()).isEqualTo("file"));
    }

    @Test
    void listOfAddressesBeatsTheSingleOneUnlessThatCameFromAStrongerPlace() {
        Map<String, String> environment =
                Map.of(
                        L + "OUTBOUND_LISTEN_ADDR", "127.0.0.1:1",
                        L + "OUTBOUND_LISTEN_ADDRS", "127.0.0.1:2,[::1]:2");

        ListenConfig listed =
                valid(Configs.read(environment, Optional.empty(), List.of())).config().listen();
        ListenConfig typed =
                valid(
                                Configs.read(
                                        environment,
                                        Optional.empty(),
                                        List.of(new OptionValue("--outbound", "127.0.0.1:3"))))
                        .config()
                        .listen();

        assertThat(listed.outbound()).containsExactly(ip("127.0.0.1", 2), ip("::1", 2));
        assertThat(typed.outbound()).containsExactly(ip("127.0.0.1", 3));
    }

    @Test
    void repeatedOptionMakesAListWithoutSplittingIt() {
        List<OptionValue> options =
                List.of(
                        new OptionValue("--profiles", "a,b.yaml"),
                        new OptionValue("--profiles", "c"));

        ConfigResult result = Configs.read(Map.of(), Optional.empty(), options);

        assertThat(valid(result).config().discovery().profiles())
                .containsExactly(Path.of("a,b.yaml"), Path.of("c"));
    }

    @Test
    void optionThatIsNoListMayBeGivenOnce() {
        OptionValue service = new OptionValue("--service", "a");

        ConfigResult result = Configs.read(Map.of(), Optional.empty(), List.of(service, service));

        assertThat(problems(result)).containsExactly("--service: given more than once");
    }

    @Test
    void optionThatIsNotInTheTableIsABug() {
        List<OptionValue> options = List.of(new OptionValue("--no-such", "1"));

        assertThatThrownBy(() -> Configs.read(Map.of(), Optional.empty(), options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--no-such");
    }

    @Test
    void podInjectedByLinkerdStarts() {
        Map<String, String> environment =
                Map.of(
                        L + "DESTINATION_SVC_ADDR", "linkerd-dst:8086",
                        L + "IDENTITY_DIR", "/var/run/linkerd/identity/end-entity",
                        L + "POLICY_WORKLOAD", "{\"ns\":\"shop\"}",
                        L + "INBOUND_DEFAULT_POLICY", "all-unauthenticated",
                        L + "LOG",
                                "warn,linkerd=info,hickory=error,[{headers}]=off,[{request}]=off",
                        L + "INBOUND_CONNECT_TIMEOUT", "100ms",
                        L + "OUTBOUND_LISTEN_ADDRS", "127.0.0.1:4140,[::1]:4140");

        ConfigResult.Valid result = valid(Configs.read(environment, Optional.empty(), List.of()));

        assertThat(result.warnings()).isEmpty();
        assertThat(result.report().unused())
                .containsExactly(
                        L + "DESTINATION_SVC_ADDR",
                        L + "IDENTITY_DIR",
                        L + "INBOUND_DEFAULT_POLICY",
                        L + "POLICY_WORKLOAD");
        assertThat(result.config().inbound().direction().connect().timeout())
                .isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void unknownVariableOfLinkerdsPrefixWarns() {
        Map<String, String> environment =
                Map.of(
                        L + "INBOUND_CONECT_TIMEOUT",
                        "1s",
                        "FAIRLEAD_SERVICE_HOST",
                        "10.0.0.1",
                        "PATH",
                        "/bin");

        ConfigResult.Valid result = valid(Configs.read(environment, Optional.empty(), List.of()));

        assertThat(result.report().unknown()).containsExactly(L + "INBOUND_CONECT_TIMEOUT");
        assertThat(result.warnings())
                .extracting(ConfigProblem::where)
                .containsExactly(L + "INBOUND_CONECT_TIMEOUT");
    }

    @Test
    void nonsenseInCoresAndLogFormatOnlyWarnsInTheEnvironment() throws IOException {
        Map<String, String> environment =
                Map.of(L + "CORES_MAX_RATIO", "2", L + "LOG_FORMAT", "xml");

        ConfigResult.Valid tolerant = valid(Configs.read(environment, Optional.empty(), List.of()));
        ConfigResult strict =
                Configs.read(Map.of(), Optional.of(file("logFormat: xml\n")), List.of());

        assertThat(tolerant.warnings()).hasSize(2);
        assertThat(tolerant.config().process().loops()).isEqualTo(1);
        assertThat(tolerant.config().log().format()).isEqualTo(LogConfig.Format.PLAIN);
        assertThat(problems(strict)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        // min, max, ratio: loops of 8 CPUs
        "'','','',1",
        "4,'','',4",
        "'',4,'',4",
        "6,4,'',6",
        "'',64,'',8",
        "64,'','',8",
        "'','',0.5,4",
        "'','',0.01,1",
        "'',2,1.0,2",
        "3,'',0.25,3"
    })
    void coresDecideAboutLoops(String min, String max, String ratio, int loops) {
        Map<String, String> environment = new java.util.HashMap<>();
        putUnlessEmpty(environment, "CORES_MIN", min);
        putUnlessEmpty(environment, "CORES_MAX", max);
        putUnlessEmpty(environment, "CORES_MAX_RATIO", ratio);

        ConfigResult result =
                new ConfigReader(Defaults.SIDECAR, 8)
                        .read(environment, Optional.empty(), List.of());

        assertThat(valid(result).config().process().loops()).isEqualTo(loops);
    }

    @Test
    void newerNameOfTheLeastCoresBeatsTheOlder() {
        Map<String, String> environment = Map.of(L + "CORES", "5", L + "CORES_MIN", "3");

        ConfigResult result =
                new ConfigReader(Defaults.SIDECAR, 8)
                        .read(environment, Optional.empty(), List.of());

        assertThat(valid(result).config().process().loops()).isEqualTo(3);
    }

    @Test
    void reportTellsWhereEachSettingCameFrom() throws IOException {
        Path file = file("namespace: shop\n");

        EnvironmentReport report =
                valid(
                                Configs.read(
                                        Map.of(L + "OUTBOUND_CONNECT_TIMEOUT", "7s"),
                                        Optional.of(file),
                                        List.of(new OptionValue("--loops", "2"))))
                        .report();

        assertThat(report.settings())
                .contains(
                        setting("outboundConnectTimeout", "7s", L + "OUTBOUND_CONNECT_TIMEOUT"),
                        setting("namespace", "shop", file + ":1:12: namespace"),
                        setting("loops", "2", "--loops"),
                        setting("inboundConnectTimeout", "300ms", "default"))
                .extracting(EnvironmentReport.SettingInForce::key)
                .doesNotContain("endpoints");
    }

    @Test
    void longTextIsCutInProblems() {
        ConfigResult result =
                Configs.read(
                        Map.of("FAIRLEAD_LOOPS", "x".repeat(1000)), Optional.empty(), List.of());

        assertThat(problems(result))
                .singleElement()
                .asString()
                .contains("x".repeat(80) + "…")
                .hasSizeLessThan(200);
    }

    private static void putUnlessEmpty(Map<String, String> environment, String name, String text) {
        if (!text.isEmpty()) {
            environment.put(L + name, text);
        }
    }

    private static EnvironmentReport.SettingInForce setting(
            String key, String value, String origin) {
        return new EnvironmentReport.SettingInForce(key, value, origin);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("fairlead.yaml"), text);
    }

    private static InetSocketAddress ip(String ip, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(ip), port);
    }

    private static ConfigResult.Valid valid(ConfigResult result) {
        assertThat(result).isInstanceOf(ConfigResult.Valid.class);
        return (ConfigResult.Valid) result;
    }

    private static List<String> problems(ConfigResult result) {
        assertThat(result).isInstanceOf(ConfigResult.Invalid.class);
        return allLines(result);
    }

    private static List<String> allLines(ConfigResult result) {
        List<ConfigProblem> lines =
                switch (result) {
                    case ConfigResult.Valid valid -> valid.warnings();
                    case ConfigResult.Invalid invalid -> invalid.problems();
                };
        return lines.stream().map(ConfigProblem::toString).toList();
    }
}
