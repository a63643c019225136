package dev.fairlead.e2e;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Set;
import java.util.TreeSet;

/**
 * The modules and what each may stand on: rules at the bottom, edges on top.
 *
 * <p>The order of packages inside the proxy is held by {@code PackageOrderTest} beside it.
 */
@AnalyzeClasses(packages = "dev.fairlead", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final String ROUTE = "dev.fairlead.route..";
    private static final String METRICS = "dev.fairlead.metrics..";
    private static final String DISCOVERY = "dev.fairlead.discovery..";
    private static final String PROXY = "dev.fairlead.proxy..";
    private static final String CLI = "dev.fairlead.cli..";

    private static final String NETTY = "io.netty..";
    private static final String MICROMETER = "io.micrometer..";
    private static final String KUBERNETES = "io.fabric8..";
    private static final String COMMAND_LINE = "picocli..";

    @ArchTest
    static final ArchRule profilesAreValuesWithoutEdges =
            keepsOff(ROUTE, METRICS, DISCOVERY, PROXY, CLI, NETTY, MICROMETER, KUBERNETES);

    @ArchTest
    static final ArchRule metricsKnowNoNetworkAndNoProfile =
            keepsOff(METRICS, ROUTE, DISCOVERY, PROXY, CLI, NETTY, KUBERNETES);

    @ArchTest
    static final ArchRule discoveryStandsOnProfilesOnly =
            keepsOff(DISCOVERY, METRICS, PROXY, CLI, NETTY, MICROMETER, KUBERNETES);

    @ArchTest
    static final ArchRule sidecarBringsNeitherCommandLineNorKubernetes =
            keepsOff(PROXY, CLI, KUBERNETES, COMMAND_LINE);

    @ArchTest
    static final ArchRule modulesHaveNoCycles =
            SlicesRuleDefinition.slices()
                    .matching("dev.fairlead.(*)..")
                    .namingSlices("$1")
                    .should()
                    .beFreeOfCycles();

    @ArchTest
    static void everyModuleIsSeen(JavaClasses classes) {
        Set<String> seen = new TreeSet<>();
        classes.forEach(type -> seen.add(type.getPackageName()));

        assertThat(seen)
                .contains(
                        "dev.fairlead.route",
                        "dev.fairlead.metrics",
                        "dev.fairlead.discovery",
                        "dev.fairlead.proxy",
                        "dev.fairlead.cli");
    }

    private static ArchRule keepsOff(String module, String... others) {
        return noClasses()
                .that()
                .resideInAPackage(module)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .because("the modules depend on each other in one direction only");
    }
}
