package dev.fairlead.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LiteralsTest {
    @Test
    void boolIsExactlyTrueOrFalse() {
        assertThat(Literals.bool("true")).contains(true);
        assertThat(Literals.bool("false")).contains(false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "TRUE", "True", "yes", "1", " true", "false "})
    void anythingElseIsNoBool(String text) {
        assertThat(Literals.bool(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0,0", "7,7", "+7,7", "007,7", "9223372036854775807,9223372036854775807"})
    void numberIsDecimalDigits(String text, long expected) {
        assertThat(Literals.number(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-1",
                "1.0",
                "1e3",
                "0x10",
                " 1",
                "1 ",
                "1_000",
                "٣",
                "9223372036854775808"
            })
    void numberHasNothingElse(String text) {
        assertThat(Literals.number(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0,0", "0.1,0.1", ".5,0.5", "5.,5", "+1.5,1.5", "1e2,100", "-0.5,-0.5"})
    void decimalMayHaveFractionAndExponent(String text, double expected) {
        assertThat(Literals.decimal(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "1d", "1f", "0x1p3", "NaN", "Infinity", " 1", "1,5"})
    void decimalHasNoneOfJavasOwnForms(String text) {
        assertThat(Literals.decimal(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0,PT0S",
        "300ms,PT0.3S",
        "10s,PT10S",
        "2m,PT2M",
        "3h,PT3H",
        "4d,PT96H",
        "' 10s ',PT10S",
        "'0 ',PT0S",
        "0010s,PT10S"
    })
    void durationIsDigitsAndUnit(String text, Duration expected) {
        assertThat(Literals.duration(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "10",
                "1.5s",
                "10 s",
                "-1s",
                "+1s",
                "10S",
                "1us",
                "1w",
                "s",
                "1m30s",
                "99999999999999999999s",
                "106752d",
                "9223372036854775807h"
            })
    void durationHasNothingElse(String text) {
        assertThat(Literals.duration(text)).isEmpty();
    }

    @Test
    void longestDurationFitsIntoNanoseconds() {
        assertThat(Literals.duration("106751d")).contains(Duration.ofDays(106751));
        assertThat(Duration.ofDays(106751).toNanos()).isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,127.0.0.1",
        "0.0.0.0,0.0.0.0",
        "255.255.255.255,255.255.255.255",
        "::1,0:0:0:0:0:0:0:1",
        "fd00::1:2,fd00:0:0:0:0:0:1:2",
        "::ffff:10.0.0.1,10.0.0.1"
    })
    void ipIsAnAddressOfEitherFamily(String text, String expected) {
        assertThat(Literals.ip(text))
                .hasValueSatisfying(ip -> assertThat(ip.getHostAddress()).isEqualTo(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "localhost", "1", "1.2", "1.2.3", "1.2.3.4.5", "01.2.3.4", "256.1.1.1",
                "1.2.3.4.", " 1.2.3.4", "[::1]", "::1%lo", "1::2::3", ":", "g::1", "10.0.0.0/8"
            })
    void ipHasNothingElse(String text) {
        assertThat(Literals.ip(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:4140,127.0.0.1,4140",
        "0.0.0.0:0,0.0.0.0,0",
        "[::1]:65535,0:0:0:0:0:0:0:1,65535"
    })
    void socketAddressIsIpAndPort(String text, String ip, int port) {
        assertThat(Literals.socketAddress(text))
                .hasValueSatisfying(address -> {
                    assertThat(address.getAddress().getHostAddress()).isEqualTo(ip);
                    assertThat(address.getPort()).isEqualTo(port);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "127.0.0.1",
                ":4140",
                "127.0.0.1:",
                "127.0.0.1:65536",
                "127.0.0.1:-1",
                "127.0.0.1:+1",
                "::1:4140",
                "[127.0.0.1:1",
                "localhost:4140",
                "books.default:80"
            })
    void socketAddressHasNoNameAndNoBareIpv6(String text) {
        assertThat(Literals.socketAddress(text)).isEmpty();
    }

    @Test
    void localhostMeansTheLoopbackAddressWhereItIsAllowed() {
        assertThat(Literals.localOrSocketAddress("localhost:8080"))
                .hasValueSatisfying(address -> {
                    assertThat(address.getAddress().isLoopbackAddress()).isTrue();
                    assertThat(address.getPort()).isEqualTo(8080);
                });
        assertThat(Literals.localOrSocketAddress("localhost:")).isEmpty();
        assertThat(Literals.localOrSocketAddress("example.org:80")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"25,25,25", "0,0,0", "4000-4100,4000,4100", "7-7,7,7", "0-65535,0,65535"})
    void portsAreOneOrARange(String text, int first, int last) {
        assertThat(Literals.ports(text)).contains(new PortSet.Range(first, last));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "65536", "2-1", "-", "1-", "-1", "1-2-3", "1 - 2", "http"})
    void portsHaveNothingElse(String text) {
        assertThat(Literals.ports(text)).isEmpty();
    }
}
