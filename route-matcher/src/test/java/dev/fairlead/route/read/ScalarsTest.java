package dev.fairlead.route.read;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScalarsTest {

    @ParameterizedTest
    @CsvSource({
        "y,bool,true",
        "Off,bool,false",
        "yES,string,yES",
        "0x1F,number 31,31",
        "010,number 8,8",
        "0o17,number 15,15",
        "0b11,number 3,3",
        "08,number 8,8",
        "1_000,number 1000,1000",
        "-5,number -5,-5",
        "+5,number 5,5",
        "1:30,string,1:30",
        "2018-10-16,string,2018-10-16",
        ".5,number 0.5,0.5",
        ".5s,string,.5s",
        "5.,number 5,5",
        "1e3,number 1000,1000",
        "1e6,number 1000000,1e+06",
        "1.5e-7,number 1.5e-7,1.5e-07",
        "1e21,number 1e+21,1e+21",
        "123456789.5,number 123456789.5,1.234567895e+08",
        "18446744073709551615,number 18446744073709551615,18446744073709551615",
        "18446744073709551616,number 18446744073709552000,1.8446744073709552e+19",
        "~,null,''",
        "Null,null,''",
        "nULL,string,nULL",
        ".NaN,number NaN,NaN",
        "-.inf,number -Inf,-Inf",
        "-,string,-",
        "1.2.3,string,1.2.3",
        "v1,string,v1",
    })
    void readsAsLinkerdsLibraryDoes(String raw, String kind, String text) {
        Node node = Scalars.plain(Mark.START, raw);

        assertThat(node.goKind()).isEqualTo(kind);
        assertThat(Cursor.root(node).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "1,1",
        "500m,0.5",
        "1k,1000",
        "2Ki,2048",
        "1e3,1000",
        "-3,-3",
        "0.9,0.9",
        "+.5,0.5"
    })
    void readsQuantities(String text, String value) {
        assertThat(Quantity.parse(text)).isEqualByComparingTo(value);
    }
}
