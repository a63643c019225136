package dev.fairlead.cli.demo.shop;

import dev.fairlead.cli.demo.shop.api.Book;
import dev.fairlead.cli.demo.shop.api.BooksGrpc;
import dev.fairlead.cli.demo.shop.api.BuyRequest;
import dev.fairlead.cli.demo.shop.api.GetRequest;
import dev.fairlead.cli.demo.shop.api.ListRequest;
import dev.fairlead.cli.demo.shop.api.Receipt;
import dev.fairlead.cli.demo.shop.api.RecommendRequest;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * How webapp asks books: gRPC in plain text, to the sidecar's address but by the service's name.
 * The client's own retries are off: one call is one request.
 */
final class BooksClient implements AutoCloseable {
    private static final int TIMEOUT_SECONDS = 5;

    /** Codes that are the server's fault; the others are an answer. */
    private static final Set<Status.Code> FAILURES =
            Set.of(
                    Status.Code.UNKNOWN,
                    Status.Code.DEADLINE_EXCEEDED,
                    Status.Code.INTERNAL,
                    Status.Code.UNAVAILABLE,
                    Status.Code.DATA_LOSS);

    private final ManagedChannel channel;
    private final Ledger ledger;

    BooksClient(InetSocketAddress sidecar, Ledger ledger) {
        channel =
                NettyChannelBuilder.forAddress(sidecar)
                        .usePlaintext()
                        .overrideAuthority(ShopService.BOOKS.authority())
                        .disableRetry()
                        .build();
        this.ledger = ledger;
    }

    List<Book> list() throws IOException {
        return call(
                ShopRoute.BOOK_LIST,
                stub -> stub.list(ListRequest.getDefaultInstance()).getBooksList());
    }

    Book get(int id) throws IOException {
        GetRequest request = GetRequest.newBuilder().setId(id).build();
        return call(ShopRoute.BOOK, stub -> stub.get(request));
    }

    Receipt buy(int id) throws IOException {
        BuyRequest request = BuyRequest.newBuilder().setId(id).build();
        return call(ShopRoute.BUY, stub -> stub.buy(request));
    }

    List<Book> recommend(int id) throws IOException {
        RecommendRequest request = RecommendRequest.newBuilder().setId(id).build();
        return call(
                ShopRoute.RECOMMEND,
                stub -> {
                    List<Book> books = new ArrayList<>();
                    stub.recommend(request).forEachRemaining(books::add);
                    return books;
                });
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private <T> T call(ShopRoute route, Function<BooksGrpc.BooksBlockingStub, T> call)
            throws IOException {
        Status.Code code = Status.Code.UNKNOWN;
        try {
            T answer =
                    call.apply(
                            BooksGrpc.newBlockingStub(channel)
                                    .withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS));
            code = Status.Code.OK;
            return answer;
        } catch (StatusRuntimeException e) {
            code = e.getStatus().getCode();
            throw new IOException("books answered " + e.getStatus(), e);
        } finally {
            ledger.add(route, !FAILURES.contains(code));
        }
    }
}
