package dev.fairlead.proxy.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FirstBytesTest {
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private static Optional<Protocol> decide(String text) {
        return decide(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Optional<Protocol> decide(byte[] bytes) {
        // a reader index over 0 shows whether anybody counts from the buffer's beginning
        ByteBuf buffer = Unpooled.buffer().writeByte(' ').writeBytes(bytes).skipBytes(1);
        Optional<Protocol> decided = FirstBytes.decide(buffer);
        assertThat(buffer.readableBytes()).isEqualTo(bytes.length);
        buffer.release();
        return decided;
    }

    @Test
    void prefaceIsHttp2AndEveryPrefixOfItUndecided() {
        for (int length = 0; length < PREFACE.length(); length++) {
            assertThat(decide(PREFACE.substring(0, length))).as("%d bytes", length).isEmpty();
        }
        assertThat(decide(PREFACE)).contains(Protocol.HTTP_2);
        assertThat(decide(PREFACE + "\0\0\0\4")).contains(Protocol.HTTP_2);
    }

    @Test
    void brokenPrefaceIsOpaque() {
        assertThat(decide("PRI * HTTP/2.0\r\n\r\nXX")).contains(Protocol.OPAQUE);
        assertThat(decide("PRI * HTTP/2.0\r\nHost: a\r\n")).contains(Protocol.OPAQUE);
    }

    @Test
    void methodThatBeginsLikeThePrefaceIsHttp1() {
        assertThat(decide("PRINT / HTTP/1.1\r\n")).contains(Protocol.HTTP_1);
        assertThat(decide("PRI * HTTP/1.1\r\n")).contains(Protocol.HTTP_1);
        assertThat(decide("PROPFIND /dav HTTP/1.1\r\n")).contains(Protocol.HTTP_1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.0\n",
                "GET /a?b=c%20d HTTP/1.1",
                "\r\nGET / HTTP/1.1\r\n",
                "OPTIONS * HTTP/1.1\r\n",
                "CONNECT books:7002 HTTP/1.1\r\n",
                "GET http://books/ HTTP/1.1\r\n",
                "M-SEARCH * HTTP/1.1\r\n",
                "get / HTTP/1.1\r\n",
                "GET /caf\u00e9 HTTP/1.1\r\n",
                "GET / HTTP/1.9\r\n"
            })
    void requestLineIsHttp1(String text) {
        assertThat(decide(text)).contains(Protocol.HTTP_1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET  / HTTP/1.1\r\n",
                "GET /a b HTTP/1.1\r\n",
                "GET HTTP/1.1\r\n",
                "GET / HTTP/1.1 \r\n",
                "GET / HTTP/1.1x\r\n"
            })
    void faultyRequestLineIsLeftToTheHttp1Edge(String text) {
        assertThat(decide(text)).contains(Protocol.HTTP_1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0016\u0003\u0001\u0002\u0000\u0001",
                "\u0016",
                "\u0000\u0000\u0000\b\u0004\u00d2\u0016/",
                "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n",
                "SSH-2.0-Go\r\n",
                "EHLO mail.example.org\r\n",
                "*1\r\n$4\r\nPING\r\n",
                "get key\r\n",
                "CONNECT {\"verbose\":false}\r\n",
                "GET /\r\n",
                "GET / HTTP/2.0\r\n",
                "GET / HTTP/1.x\r\n",
                "GET /\u0001 HTTP/1.1\r\n",
                "GET\t/ HTTP/1.1\r\n",
                " GET / HTTP/1.1\r\n",
                "\r\r",
                "\r\n\r\n",
                "\n",
                "{\"a\":1}",
                "AveryLongFirstWordThatIsNoMethodAtAll"
            })
    void anythingElseIsOpaque(String text) {
        assertThat(decide(text)).contains(Protocol.OPAQUE);
    }

    @Test
    void everyPrefixOfARequestLineUpToTheVersionIsUndecided() {
        String line = "\r\nDELETE /books/17?soft=1 HTTP/1.";
        for (int length = 0; length <= line.length(); length++) {
            assertThat(decide(line.substring(0, length))).as("%d bytes", length).isEmpty();
        }
        assertThat(decide(line + "1")).contains(Protocol.HTTP_1);
    }

    @Test
    void overlongTargetIsHttp1() {
        String target = "/".repeat(FirstBytes.MAX_LINE_BYTES);

        assertThat(decide("GET " + target)).contains(Protocol.HTTP_1);
        assertThat(decide("GET http:" + target)).contains(Protocol.HTTP_1);
    }

    @Test
    void overlongTextIsOpaque() {
        assertThat(decide("some " + "words ".repeat(FirstBytes.MAX_LINE_BYTES)))
                .contains(Protocol.OPAQUE);
    }

    @Test
    void longTargetIsUndecidedUnderTheBound() {
        String begin = "GET /";
        String most = "x".repeat(FirstBytes.MAX_LINE_BYTES - begin.length() - 1);

        assertThat(decide(begin + most)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void decisionNeverChangesWithMoreBytes(long seed) {
        Random random = new Random(seed);
        String alphabet = "GETPRI*/ .:HP12\r\n\u0000\u0016\u00ff";
        for (int round = 0; round < 2_000; round++) {
            String begin =
                    random.nextBoolean() ? "" : random.nextBoolean() ? PREFACE : "GET / HTTP/1.1";
            StringBuilder text =
                    new StringBuilder(begin.substring(0, random.nextInt(begin.length() + 1)));
            for (int i = random.nextInt(24); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }

            Optional<Protocol> before = Optional.empty();
            for (int length = 0; length <= text.length(); length++) {
                Optional<Protocol> now = decide(text.substring(0, length));
                if (before.isPresent()) {
                    assertThat(now).as(text.toString()).isEqualTo(before);
                }
                before = now;
            }
        }
    }
}
