package dev.fairlead.route;

import java.util.List;

/** The response classes of one route. Immutable; asked on any thread without allocation. */
public final class ResponseClasses {

    /** A route without response classes. */
    public static final ResponseClasses NONE = new ResponseClasses(List.of());

    private final ResponseClass[] classes;

    private ResponseClasses(List<ResponseClass> classes) {
        this.classes = classes.toArray(ResponseClass[]::new);
    }

    /** The classes in the order in which they are tried. */
    public static ResponseClasses of(List<ResponseClass> classes) {
        return classes.isEmpty() ? NONE : new ResponseClasses(classes);
    }

    /** Whether the route has no class at all, so that the default rules apply from the start. */
    public boolean isEmpty() {
        return classes.length == 0;
    }

    /**
     * How a response counts by its status code: the first class whose condition holds decides.
     *
     * @param status the HTTP status code
     */
    public Verdict verdict(int status) {
        for (ResponseClass candidate : classes) {
            if (candidate.condition().holds(status)) {
                return candidate.isFailure() ? Verdict.FAILURE : Verdict.SUCCESS;
            }
        }
        return Verdict.UNMATCHED;
    }
}
