package dev.fairlead.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.metrics.ResponseOutcome;
import dev.fairlead.route.ResponseClass;
import dev.fairlead.route.ResponseClasses;
import dev.fairlead.route.ResponseCondition;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassifierTest {
    /** 404 is a success, 200 to 204 are failures, in this order, as a profile may say. */
    private static final ResponseClasses CLASSES =
            ResponseClasses.of(List.of(of(404, 404, false), of(200, 204, true)));

    private static ResponseClass of(int min, int max, boolean isFailure) {
        return new ResponseClass(
                new ResponseCondition.Status(OptionalInt.of(min), OptionalInt.of(max)), isFailure);
    }

    private static Http2Headers fields(@Nullable String grpcStatus) {
        Http2Headers headers = new DefaultHttp2Headers();
        if (grpcStatus != null) {
            headers.set("grpc-status", grpcStatus);
        }
        return headers;
    }

    /** The verdict in one word: when, how, and the gRPC status it rests on. */
    private static String text(String moment, ResponseOutcome outcome) {
        String grpc =
                outcome.grpcStatus() == ResponseOutcome.NO_GRPC_STATUS
                        ? ""
                        : " " + outcome.grpcStatus();
        return moment + " " + outcome.classification() + grpc;
    }

    @ParameterizedTest(name = "{0} grpc={1} status={2} head={3} trailers={4}: {5}")
    @CsvSource(
            nullValues = "-",
            textBlock =
                    """
                    # classes, gRPC request, status, grpc-status of the head, of the trailers, verdict
                    # without classes, plain HTTP: the status alone, whatever the trailers say
                    none, false, 200, -, -, head success
                    none, false, 404, -, -, head success
                    none, false, 499, -, -, head success
                    none, false, 500, -, -, head failure
                    none, false, 503, -, 0, head failure
                    none, false, 599, -, -, head failure
                    none, false, 600, -, -, head success
                    none, false, 200, 13, -, head success
                    none, false, 200, -, 14, head success
                    # without classes, gRPC: grpc-status alone
                    none, true, 200, 0, -, head success 0
                    none, true, 200, 14, -, head failure 14
                    none, true, 200, -, 0, end success 0
                    none, true, 200, -, 1, end success 1
                    none, true, 200, -, 2, end failure 2
                    none, true, 200, -, 3, end success 3
                    none, true, 200, -, 4, end failure 4
                    none, true, 200, -, 5, end success 5
                    none, true, 200, -, 6, end success 6
                    none, true, 200, -, 7, end failure 7
                    none, true, 200, -, 8, end success 8
                    none, true, 200, -, 9, end success 9
                    none, true, 200, -, 10, end success 10
                    none, true, 200, -, 11, end success 11
                    none, true, 200, -, 12, end success 12
                    none, true, 200, -, 13, end failure 13
                    none, true, 200, -, 14, end failure 14
                    none, true, 200, -, 15, end failure 15
                    none, true, 200, -, 16, end success 16
                    none, true, 200, -, 17, end failure 2
                    none, true, 200, -, 65535, end failure 2
                    # none at all, or one that is no number: a success with status 2
                    none, true, 200, -, -, end success 2
                    none, true, 503, -, -, end success 2
                    none, true, 200, -, 65536, end success 2
                    none, true, 200, -, x, end success 2
                    # a class that holds is final
                    some, false, 404, -, -, head success
                    some, true, 404, 13, 13, head success
                    some, true, 200, 0, -, head failure
                    some, false, 204, -, 0, head failure
                    # no class holds: grpc-status of whatever request, else the status
                    some, false, 205, 14, -, head failure 14
                    some, false, 500, 0, -, head success 0
                    some, false, 205, -, 14, end failure 14
                    some, false, 503, -, 0, end success 0
                    some, true, 205, -, -, end success
                    some, true, 503, -, -, end failure
                    some, false, 205, -, -, end success
                    some, false, 503, -, -, end failure
                    """)
    void verdictIsThatOfTheTable(
            String classes,
            boolean grpcRequest,
            int status,
            @Nullable String headStatus,
            @Nullable String trailerStatus,
            String verdict) {
        Classifier classifier =
                new Classifier(classes.equals("none") ? ResponseClasses.NONE : CLASSES);

        ResponseOutcome atHead = classifier.atHead(status, fields(headStatus), grpcRequest);

        if (atHead == null) {
            Http2Headers trailers = trailerStatus == null ? null : fields(trailerStatus);
            assertThat(text("end", classifier.atEnd(status, trailers, grpcRequest)))
                    .isEqualTo(verdict);
        } else {
            assertThat(text("head", atHead)).isEqualTo(verdict);
        }
    }
}
