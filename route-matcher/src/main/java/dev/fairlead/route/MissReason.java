package dev.fairlead.route;

/** Why a request took no route. */
public enum MissReason {
    /** Nothing describes the service. */
    NO_PROFILE("no-profile"),
    /** The profile lists no routes. */
    NO_ROUTES("no-routes"),
    /** The profile has routes and none matches. */
    NO_ROUTE("no-route");

    private final String text;

    MissReason(String text) {
        this.text = text;
    }

    /** The form for tap, logs and pages. */
    public String text() {
        return text;
    }
}
