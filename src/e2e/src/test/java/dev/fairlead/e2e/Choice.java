package dev.fairlead.e2e;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Decides what is done to a request when its head comes. */
interface Choice {
    Conduct conduct(Visit visit);

    /** The same for all. */
    static Choice always(Conduct conduct) {
        return _ -> conduct;
    }

    /** One thing the first time that an id comes, another when it comes again. */
    static Choice first(Conduct first, Conduct later) {
        return visit -> visit.time() == 1 ? first : later;
    }

    /** One thing to each odd request of all that come, another to each even one. */
    static Choice odd(Conduct odd, Conduct even) {
        AtomicLong count = new AtomicLong();
        return _ -> count.incrementAndGet() % 2 == 1 ? odd : even;
    }

    /** One thing to this share of the requests, by id and time, so that a seed says it all. */
    static Choice randomly(long seed, double share, Conduct some, Conduct others) {
        return visit -> random(seed, visit).nextDouble() < share ? some : others;
    }

    /** Random numbers that depend on nothing but seed, id and time. */
    static SplittableRandom random(long seed, Visit visit) {
        long id = visit.id().hashCode() * 0x9E37_79B9_7F4A_7C15L;
        return new SplittableRandom(seed ^ id + visit.time() * 0xD1B5_4A32_D192_ED03L);
    }
}
