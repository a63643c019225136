package dev.fairlead.proxy.admin;

import java.util.List;

/** Whether the proxy may be given traffic. Called on any thread; must not block. */
public interface Readiness {
    /** Whether listeners are bound, the first profiles are read and no drain has begun. */
    boolean ready();

    /** Why it is not ready, and what cannot be used although it is: one line each. */
    List<String> reasons();
}
