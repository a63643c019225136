package dev.fairlead.cli.demo.shop;

import dev.fairlead.cli.demo.shop.api.Book;
import dev.fairlead.cli.demo.shop.api.BooksGrpc;
import dev.fairlead.cli.demo.shop.api.BuyRequest;
import dev.fairlead.cli.demo.shop.api.GetRequest;
import dev.fairlead.cli.demo.shop.api.ListReply;
import dev.fairlead.cli.demo.shop.api.ListRequest;
import dev.fairlead.cli.demo.shop.api.Receipt;
import dev.fairlead.cli.demo.shop.api.RecommendRequest;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * The service {@code books}: gRPC. Every second sale fails, in turn. A book that it does not have
 * is an answer, not a failure.
 */
public final class BooksApplication implements AutoCloseable {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private final Server server;

    /**
     * Starts on a free port.
     *
     * @param answered where it writes down what it was asked
     */
    public BooksApplication(Ledger answered) throws IOException {
        server =
                NettyServerBuilder.forAddress(new InetSocketAddress(LOOPBACK, 0))
                        .addService(new Shelf(answered))
                        .build()
                        .start();
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return new InetSocketAddress(LOOPBACK, server.getPort());
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private static final class Shelf extends BooksGrpc.BooksImplBase {
        private final AtomicLong sales = new AtomicLong();
        private final Ledger answered;

        private Shelf(Ledger answered) {
            this.answered = answered;
        }

        @Override
        public void list(ListRequest request, StreamObserver<ListReply> reply) {
            answered.add(ShopRoute.BOOK_LIST, true);
            reply.onNext(ListReply.newBuilder().addAllBooks(Catalogue.BOOKS).build());
            reply.onCompleted();
        }

        @Override
        public void get(GetRequest request, StreamObserver<Book> reply) {
            answered.add(ShopRoute.BOOK, true);
            answer(request.getId(), Function.identity(), reply);
        }

        @Override
        public void buy(BuyRequest request, StreamObserver<Receipt> reply) {
            boolean stuck = sales.getAndIncrement() % 2 == 1;
            answered.add(ShopRoute.BUY, !stuck);
            if (stuck) {
                reply.onError(
                        Status.UNAVAILABLE.withDescription("the till is stuck").asException());
                return;
            }
            answer(request.getId(), Shelf::receipt, reply);
        }

        @Override
        public void recommend(RecommendRequest request, StreamObserver<Book> reply) {
            answered.add(ShopRoute.RECOMMEND, true);
            Catalogue.BOOKS.stream()
                    .filter(book -> book.getId() != request.getId())
                    .forEach(reply::onNext);
            reply.onCompleted();
        }

        private static Receipt receipt(Book book) {
            return Receipt.newBuilder().setBookId(book.getId()).setCents(book.getCents()).build();
        }

        private static <T> void answer(int id, Function<Book, T> content, StreamObserver<T> reply) {
            Catalogue.book(id)
                    .map(content)
                    .ifPresentOrElse(
                            message -> {
                                reply.onNext(message);
                                reply.onCompleted();
                            },
                            () -> reply.onError(noSuchBook(id)));
        }

        private static Exception noSuchBook(int id) {
            return Status.NOT_FOUND.withDescription("no book " + id).asException();
        }
    }
}
