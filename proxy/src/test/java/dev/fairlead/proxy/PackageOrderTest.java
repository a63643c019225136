package dev.fairlead.proxy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Lock;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The order of the proxy's packages, its rings, and the law that nothing blocks a loop. */
class PackageOrderTest {
    private static final String ROOT = PackageOrderTest.class.getPackageName();

    /** From the top down; packages of one line do not know each other. */
    private static final List<List<String>> ORDER =
            List.of(
                    List.of(ROOT),
                    List.of(ROOT + ".admin..", ROOT + ".tap.."),
                    List.of(ROOT + ".exchange.."),
                    List.of(ROOT + ".balance.."),
                    List.of(ROOT + ".pool.."),
                    List.of(ROOT + ".http.."),
                    List.of(ROOT + ".transport.."),
                    List.of(ROOT + ".config.."));

    /** Everything in these runs on event loops. */
    private static final String[] LOOP_PACKAGES =
            Stream.of("exchange", "balance", "pool", "http", "transport")
                    .map(name -> ROOT + "." + name + "..")
                    .toArray(String[]::new);

    private static final Set<String> WAITS =
            Set.of(
                    "get",
                    "join",
                    "await",
                    "awaitUninterruptibly",
                    "sync",
                    "syncUninterruptibly",
                    "resultNow");

    private static final List<String> WAITERS =
            Stream.of(Future.class, CompletableFuture.class, CountDownLatch.class)
                    .map(Class::getName)
                    .toList();

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages(ROOT);

    static Stream<Arguments> lowerAndUpper() {
        return IntStream.range(1, ORDER.size())
                .boxed()
                .flatMap(line ->
                        ORDER.get(line).stream().map(lower -> Arguments.of(lower, above(line))));
    }

    private static String[] above(int line) {
        return ORDER.subList(0, line).stream().flatMap(List::stream).toArray(String[]::new);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lowerAndUpper")
    void lowerPackageNeverUsesAnUpperOne(String lower, String[] upper) {
        noClasses()
                .that()
                .resideInAPackage(lower)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(upper)
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void adminAndTapDoNotKnowEachOther() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".admin..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".tap..")
                .allowEmptyShould(true)
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".tap..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".admin..")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void exchangeAndBalanceSeeNoChannel() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".exchange..", ROOT + ".balance..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty.channel..")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void nothingOnALoopWaits() {
        noClasses()
                .that()
                .resideInAnyPackage(LOOP_PACKAGES)
                .should()
                .accessTargetWhere(waits())
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Object.class, "wait")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Lock.class)
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    private static DescribedPredicate<JavaAccess<?>> waits() {
        return DescribedPredicate.describe(
                "waits for another thread",
                access ->
                        WAITS.contains(access.getTarget().getName())
                                && WAITERS.stream()
                                        .anyMatch(access.getTarget().getOwner()::isAssignableTo));
    }

    @Test
    void nothingOnALoopIsSynchronized() {
        noMethods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(LOOP_PACKAGES)
                .should()
                .haveModifier(JavaModifier.SYNCHRONIZED)
                .allowEmptyShould(true)
                .check(CLASSES);
    }
}
