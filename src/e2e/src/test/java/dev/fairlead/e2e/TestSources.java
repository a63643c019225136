package dev.fairlead.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The tests that are written in the source tree, found by their text.
 *
 * @param methods names of test methods by the simple name of their class; classes of one name in
 *     different modules count as one
 */
record TestSources(Map<String, Set<String>> methods) {
    private static final List<String> MODULES =
            List.of("route-matcher", "metrics", "discovery", "proxy", "cli", "src/e2e");
    private static final String SUFFIX = ".java";

    /** The first method after an annotation that makes a test. */
    private static final Pattern TEST =
            Pattern.compile(
                    "@(?:Test|ParameterizedTest|RepeatedTest|TestFactory|Property)\\b.*?"
                            + "\\b(?:void|Stream<DynamicTest>) (\\w+)\\(",
                    Pattern.DOTALL);

    TestSources {
        methods = Map.copyOf(methods);
    }

    /** Reads every module's tests. */
    static TestSources ofCheckout() {
        Map<String, Set<String>> methods = new HashMap<>();
        for (String module : MODULES) {
            Path folder = Checkout.ROOT.resolve(module).resolve("src/test/java");
            try (Stream<Path> files = Files.walk(folder)) {
                files.filter(file -> file.toString().endsWith(SUFFIX))
                        .forEach(file -> collect(file, methods));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new TestSources(methods);
    }

    private static void collect(Path file, Map<String, Set<String>> methods) {
        String name = file.getFileName().toString();
        String type = name.substring(0, name.length() - SUFFIX.length());
        Set<String> found = methodsOf(Checkout.read(file));
        if (!found.isEmpty()) {
            methods.computeIfAbsent(type, _ -> new HashSet<>()).addAll(found);
        }
    }

    /** The names of the test methods in the text of a class. */
    static Set<String> methodsOf(String source) {
        Set<String> found = new HashSet<>();
        TEST.matcher(source).results().forEach(test -> found.add(test.group(1)));
        return found;
    }

    boolean has(ConformancePage.Reference test) {
        return methods.getOrDefault(test.type(), Set.of()).contains(test.method());
    }
}
