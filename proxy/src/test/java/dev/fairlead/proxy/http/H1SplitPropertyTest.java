package dev.fairlead.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** TCP has no messages: where a read ends must not matter. */
class H1SplitPropertyTest {
    @Property(tries = 300)
    void anySplitOfRequestsGivesTheSameCalls(
            @ForAll("requests") List<String> requests, @ForAll("cuts") List<Integer> cuts) {
        String bytes = String.join("", requests).replace("|", "\r\n");
        List<String> whole = calls(List.of(bytes));

        List<String> split = calls(pieces(bytes, cuts));

        assertThat(split).isEqualTo(whole);
        assertThat(whole.stream().filter(call -> call.startsWith("head"))).hasSameSizeAs(requests);
    }

    @Property(tries = 20)
    void byteByByteGivesTheSameCalls(@ForAll("requests") List<String> requests) {
        String bytes = String.join("", requests).replace("|", "\r\n");

        assertThat(calls(bytes.chars().mapToObj(Character::toString).toList()))
                .isEqualTo(calls(List.of(bytes)));
    }

    private static List<String> pieces(String bytes, List<Integer> cuts) {
        List<String> pieces = new ArrayList<>();
        int start = 0;
        for (int cut : cuts) {
            int end = Math.min(bytes.length(), start + cut);
            if (end > start) {
                pieces.add(bytes.substring(start, end));
            }
            start = end;
        }
        if (start < bytes.length()) {
            pieces.add(bytes.substring(start));
        }
        return pieces;
    }

    /** What the exchanges see; each is answered when it has seen the end of its request. */
    private static List<String> calls(List<String> pieces) {
        FakeExchanges exchanges = new FakeExchanges();
        int answered = 0;
        try (H1Wire wire = H1Wire.server(exchanges)) {
            for (String piece : pieces) {
                wire.receiveBytes(piece);
                while (answered < exchanges.opened.size() && exchanges.request(answered).ended) {
                    exchanges.response(answered).head(FakeExchanges.head(204), true);
                    answered++;
                }
            }
            assertThat(exchanges.problems).isEmpty();
            assertThat(wire.sent()).isEqualTo("HTTP/1.1 204 No Content||".repeat(answered));
        }
        return exchanges.opened.stream().map(opened -> told(opened.request())).toList();
    }

    private static String told(Recorder request) {
        Http2Headers trailers = request.trailers;
        return "head "
                + fields(request.head())
                + " body "
                + request.body
                + (trailers == null ? "" : " trailers " + fields(trailers))
                + (request.ended ? " ended" : "");
    }

    private static String fields(Http2Headers headers) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<CharSequence, CharSequence> field : headers) {
            text.append(field.getKey()).append('=').append(field.getValue()).append(' ');
        }
        return text.toString();
    }

    @Provide
    Arbitrary<List<Integer>> cuts() {
        return Arbitraries.integers().between(1, 60).list().ofMaxSize(12);
    }

    @Provide
    Arbitrary<List<String>> requests() {
        Arbitrary<String> fields =
                Arbitraries.of(
                                "X: y|",
                                "Accept: */*|",
                                "Cookie: a=1; b=2|",
                                "X-Long: " + "v".repeat(90) + "|")
                        .list()
                        .ofMaxSize(4)
                        .map(list -> String.join("", list));
        Arbitrary<String> body = Arbitraries.strings().withCharRange('a', 'z').ofMaxLength(80);
        return Combinators.combine(
                        Arbitraries.of("/", "/a/b?c=d"), fields, body, Arbitraries.of(0, 1, 2))
                .as(H1SplitPropertyTest::request)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    private static String request(String path, String fields, String body, int framing) {
        String start = " " + path + " HTTP/1.1|Host: h|" + fields;
        return switch (framing) {
            case 0 -> "GET" + start + "|";
            case 1 -> "POST" + start + "Content-Length: " + body.length() + "||" + body;
            default ->
                    "POST"
                            + start
                            + "Transfer-Encoding: chunked||"
                            + (body.isEmpty()
                                    ? ""
                                    : Integer.toHexString(body.length()) + "|" + body + "|")
                            + "0|T: u||";
        };
    }
}
