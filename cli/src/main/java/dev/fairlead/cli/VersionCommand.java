package dev.fairlead.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fairlead version}. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields
@Command(
        name = "version",
        description = "Say which version this is and what it runs on.",
        footer = {"", "Example:", "  fairlead version -o json"})
final class VersionCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "text|json",
            defaultValue = "text",
            description = "Form of the answer (default: ${DEFAULT-VALUE}).")
    private OutputFormat output;

    @Override
    public void run() {
        Build build = Build.read();
        switch (output) {
            case TEXT -> spec.commandLine().getOut().println(build.text());
            case JSON ->
                    Json.print(
                            spec.commandLine().getOut(),
                            json -> {
                                json.writeStartObject();
                                json.writeStringProperty("version", build.version());
                                json.writeStringProperty("commit", build.commit());
                                json.writeStringProperty("jdk", build.jdk());
                                json.writeStringProperty("netty", build.netty());
                                json.writeEndObject();
                            });
        }
    }

    /** {@code fairlead --version}. */
    static final class Provider implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {Build.read().text()};
        }
    }

    /**
     * What was built, from a file that the build fills in.
     *
     * @param commit empty when the build did not know
     */
    record Build(String version, String commit, String jdk, String netty) {
        static Build read() {
            Properties properties = new Properties();
            try (InputStream in = Build.class.getResourceAsStream("version.properties")) {
                properties.load(Objects.requireNonNull(in, "version.properties"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new Build(
                    properties.getProperty("version", ""),
                    properties.getProperty("commit", ""),
                    Runtime.version().toString(),
                    properties.getProperty("netty", ""));
        }

        String text() {
            String which = commit.isEmpty() ? version : version + " (" + commit + ")";
            return "fairlead " + which + ", JDK " + jdk + ", Netty " + netty;
        }
    }
}
