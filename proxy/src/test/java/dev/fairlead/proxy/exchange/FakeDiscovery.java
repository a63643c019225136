package dev.fairlead.proxy.exchange;

import dev.fairlead.discovery.Authority;
import dev.fairlead.discovery.Discovery;
import dev.fairlead.discovery.DiscoveryStatus;
import dev.fairlead.discovery.EndpointsView;
import dev.fairlead.discovery.ServiceView;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Says what it is told to, at once when it is asked or when it changes; silent about the rest. */
final class FakeDiscovery implements Discovery {
    private final Topic<Authority, ServiceView> profiles = new Topic<>();
    private final Topic<InetSocketAddress, ServiceView> originals = new Topic<>();
    private final Topic<Authority, EndpointsView> endpoints = new Topic<>();

    private static final class Topic<K, V> {
        final Map<K, V> values = new HashMap<>();
        final Map<K, List<Consumer<? super V>>> listeners = new HashMap<>();

        Subscription follow(K key, Consumer<? super V> listener) {
            List<Consumer<? super V>> ofKey =
                    listeners.computeIfAbsent(key, _ -> new ArrayList<>());
            ofKey.add(listener);
            if (values.containsKey(key)) {
                listener.accept(values.get(key));
            }
            return () -> ofKey.remove(listener);
        }

        void set(K key, V value) {
            values.put(key, value);
            List.copyOf(listeners.getOrDefault(key, List.of()))
                    .forEach(listener -> listener.accept(value));
        }

        int followers() {
            return listeners.values().stream().mapToInt(List::size).sum();
        }
    }

    @Override
    public Subscription profile(Authority authority, Consumer<? super ServiceView> listener) {
        return profiles.follow(authority, listener);
    }

    @Override
    public Subscription originalDestination(
            InetSocketAddress originalDestination, Consumer<? super ServiceView> listener) {
        return originals.follow(originalDestination, listener);
    }

    @Override
    public Subscription endpoints(Authority authority, Consumer<? super EndpointsView> listener) {
        return endpoints.follow(authority, listener);
    }

    void profile(Authority authority, ServiceView view) {
        profiles.set(authority, view);
    }

    void original(InetSocketAddress address, ServiceView view) {
        originals.set(address, view);
    }

    void endpoints(Authority authority, EndpointsView view) {
        endpoints.set(authority, view);
    }

    /** Subscriptions that are open. */
    int followers() {
        return profiles.followers() + originals.followers() + endpoints.followers();
    }

    @Override
    public DiscoveryStatus status() {
        return new DiscoveryStatus(true, List.of());
    }

    @Override
    public void close() {}
}
