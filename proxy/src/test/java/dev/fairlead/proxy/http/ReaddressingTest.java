package dev.fairlead.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReaddressingTest {
    private static Http2Headers named(Http2Headers head) {
        head.method("GET").scheme("http").authority("books").path("/a?b=c");
        return head.add("accept", "*/*").add("l5d-dst-canonical", "books.default:80");
    }

    private static Http1Head http1(@Nullable String absoluteTarget) {
        Http1Head head = new Http1Head(HttpVersion.HTTP_1_1, absoluteTarget, null, 8);
        named(head);
        return head;
    }

    @Test
    void headNamesTheOtherHostAndNothingElseChanges() {
        Http2Headers head = named(new DefaultHttp2Headers());

        Http2Headers other = Readdressing.of(head, "books.example.com:8443");

        assertThat(other)
                .isEqualTo(
                        new DefaultHttp2Headers()
                                .method("GET")
                                .scheme("http")
                                .authority("books.example.com:8443")
                                .path("/a?b=c")
                                .add("accept", "*/*"));
    }

    @Test
    void clientsOwnHeadStays() {
        Http2Headers head = named(new DefaultHttp2Headers());

        Readdressing.of(head, "books.example.com");

        assertThat(head).isEqualTo(named(new DefaultHttp2Headers()));
    }

    @Test
    void hostOfHttp1IsTheOtherOne() {
        Http1Head head = http1(null);
        head.add("host", "books");

        HttpRequest lowered = Http1Requests.lower(Readdressing.of(head, "books.example.com"), true);

        assertThat(lowered.headers().getAll("host")).containsExactly("books.example.com");
        assertThat(lowered.uri()).isEqualTo("/a?b=c");
    }

    @Test
    void absoluteTargetNamesTheOtherHost() {
        Http1Head head = http1("http://books/a?b=c");

        HttpRequest lowered = Http1Requests.lower(Readdressing.of(head, "books.example.com"), true);

        assertThat(lowered.uri()).isEqualTo("http://books.example.com/a?b=c");
        assertThat(lowered.headers().getAll("host")).containsExactly("books.example.com");
    }

    @Test
    void tunnelLeadsWhereItLed() {
        Http2Headers connect = new DefaultHttp2Headers().method("CONNECT").authority("db:5432");

        assertThat(Readdressing.of(connect, "books.example.com")).isSameAs(connect);
    }
}
