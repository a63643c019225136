package dev.fairlead.route.match;

import java.util.Comparator;
import java.util.List;

/** The targets behind one pattern, by index. */
final class Terminal {

    static final Terminal NONE = new Terminal(List.of());

    private final Target[] targets;

    Terminal(List<Target> targets) {
        this.targets =
                targets.stream()
                        .sorted(Comparator.comparingInt(Target::index))
                        .toArray(Target[]::new);
    }

    /** The smallest index of all; the greatest int when there is none. */
    int least() {
        return targets.length == 0 ? Integer.MAX_VALUE : targets[0].index();
    }

    /** The smallest index below {@code best} whose target takes the request, else {@code best}. */
    int first(CharSequence path, int end, int method, int best) {
        for (Target target : targets) {
            if (target.index() >= best) {
                return best;
            }
            if (target.methods().contains(method)
                    && (target.guard().isEmpty()
                            || target.guard().get().holds(method, path, end))) {
                return target.index();
            }
        }
        return best;
    }
}
