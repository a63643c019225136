package dev.fairlead.metrics;

/** What the label sets of one table have in common. */
final class SeriesShape {
    /** Which label sets show before anything was counted. */
    private enum AtZero {
        ALL,
        INBOUND,
        NONE
    }

    private static final String INBOUND = LabelText.of("direction", Direction.INBOUND.label());

    /**
     * Requests, responses and latencies; an inbound route shows as soon as its profile is known,
     * all else when used.
     */
    static final SeriesShape ROUTE =
            new SeriesShape(
                    1,
                    ProxyMeter.ROUTE_REQUEST,
                    AtZero.INBOUND,
                    ClassKey.OVERFLOW_RESPONSE,
                    ClassKey.OVERFLOW_LATENCY);

    static final SeriesShape ENDPOINT =
            new SeriesShape(
                    1,
                    ProxyMeter.REQUEST,
                    AtZero.NONE,
                    ClassKey.OVERFLOW_RESPONSE,
                    ClassKey.OVERFLOW_LATENCY);

    static final SeriesShape ROUTE_ACTUAL =
            new SeriesShape(
                    1, ProxyMeter.ROUTE_ACTUAL_REQUEST, AtZero.NONE, ClassKey.OVERFLOW_RESPONSE);

    /** The plain series and the skipped one; those of the outcomes come as they are counted. */
    static final SeriesShape RETRIES =
            new SeriesShape(2, ProxyMeter.ROUTE_REQUEST, AtZero.ALL, ClassKey.OVERFLOW_RESPONSE);

    /** Opened, open, read and written. */
    static final SeriesShape TRANSPORT =
            new SeriesShape(4, ProxyMeter.TCP_OPEN, AtZero.NONE, ClassKey.OVERFLOW_RESPONSE);

    private final int seriesPerGroup;
    private final String overflowLabels;
    private final AtZero shownAtZero;
    private final int[] overflowClasses;

    /**
     * @param labelled the meter whose labels are those of a group
     */
    private SeriesShape(
            int seriesPerGroup, ProxyMeter labelled, AtZero shownAtZero, int... overflowClasses) {
        this.seriesPerGroup = seriesPerGroup;
        overflowLabels = LabelText.overflow(labelled);
        this.shownAtZero = shownAtZero;
        this.overflowClasses = overflowClasses;
    }

    /** One series per label set, there from the start. */
    static SeriesShape plain(ProxyMeter meter) {
        return new SeriesShape(1, meter, AtZero.ALL);
    }

    /** Series that every label set has, its classes not counted. */
    int seriesPerGroup() {
        return seriesPerGroup;
    }

    String overflowLabels() {
        return overflowLabels;
    }

    boolean isShownAtZero(String labels) {
        return switch (shownAtZero) {
            case ALL -> true;
            case INBOUND -> labels.startsWith(INBOUND);
            case NONE -> false;
        };
    }

    /** The classes of the overflow group. */
    int[] overflowClasses() {
        return overflowClasses;
    }
}
