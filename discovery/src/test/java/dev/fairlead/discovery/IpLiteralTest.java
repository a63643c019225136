package dev.fairlead.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpLiteralTest {
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    0.0.0.0,                                 0.0.0.0
                    255.255.255.255,                         255.255.255.255
                    ::,                                      [::]
                    ::1,                                     [::1]
                    1::,                                     [1::]
                    1:2:3:4:5:6:7:8,                         [1:2:3:4:5:6:7:8]
                    1:0:3:4:5:6:7:8,                         [1:0:3:4:5:6:7:8]
                    1::3:4:5:6:7:8,                          [1:0:3:4:5:6:7:8]
                    1:0:0:4:5:0:0:8,                         [1::4:5:0:0:8]
                    1:0:0:4:0:0:0:8,                         [1:0:0:4::8]
                    2001:0DB8::00A1,                         [2001:db8::a1]
                    64:ff9b::192.0.2.33,                     [64:ff9b::c000:221]
                    ::ffff:192.0.2.33,                       192.0.2.33
                    0000:0000:0000:0000:0000:ffff:10.0.0.1,  10.0.0.1
                    """)
    void readsAndPrintsAddresses(String text, String expected) {
        assertThat(IpLiteral.parse(text)).map(IpLiteral::text).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "01.2.3.4",
                "1.2.3.",
                "1.2.3.a",
                "1.2.3.-4",
                "١.2.3.4",
                ":",
                ":::",
                "1:",
                ":1",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4::5:6:7:8",
                "12345::",
                "g::",
                "1.2.3.4::",
                "::1.2.3.4:5",
                "::1.2.3",
                "fe80::1%1",
                "::1 ",
                "[::1]"
            })
    void refusesWhatIsNoAddress(String text) {
        assertThat(IpLiteral.parse(text)).isEmpty();
    }

    @Property
    void readsWhatItPrints(@ForAll @Size(16) byte[] bytes) throws UnknownHostException {
        InetAddress address = InetAddress.getByAddress(bytes);

        String text = IpLiteral.text(address);

        assertThat(IpLiteral.parse(text.replaceAll("[\\[\\]]", ""))).contains(address);
        assertThat(InetAddress.ofLiteral(text)).isEqualTo(address);
    }

    @Property
    void takesAnyTextWithoutAnException(@ForAll String text) {
        assertThat(IpLiteral.parse(text).stream())
                .allMatch(address -> !IpLiteral.text(address).isEmpty());
    }
}
