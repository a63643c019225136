package dev.fairlead.proxy.exchange;

import dev.fairlead.proxy.http.ExchangeFactory;
import dev.fairlead.proxy.http.MessageSink;
import dev.fairlead.proxy.http.RequestProblem;

/** Opens the exchanges of one client connection. */
public final class ClientExchanges implements ExchangeFactory {
    private final LoopSide side;
    private final Routing routing;

    /** Exchanges of {@code side}, whose destinations {@code routing} finds. */
    public ClientExchanges(LoopSide side, Routing routing) {
        this.side = side;
        this.routing = routing;
    }

    @Override
    public MessageSink open(MessageSink response) {
        return new Exchange(side, routing, response);
    }

    @Override
    public void refuse(RequestProblem problem, MessageSink response) {
        ProxyFailure failure = new ProxyFailure.Unreadable(problem);
        side.failures().count(failure, null);
        response.head(side.rescue().answer(failure, false), true);
    }
}
