package dev.fairlead.e2e;

import java.util.List;
import java.util.SplittableRandom;

/**
 * What is asked and what is done to it, all of it drawn from one seed: a request from the seed and
 * its number, a server's conduct from the seed, the id and how often the id came.
 */
final class ChaosPlan {
    static final String SERVICE = Outbound.service("chaos");

    private static final String AGAIN = "/again";
    private static final String ONCE = "/once";
    private static final int NEVER = -1;
    private static final int CANCELLED_PERCENT = 3;

    private final long seed;

    ChaosPlan(long seed) {
        this.seed = seed;
    }

    /**
     * A request, and what its client does with it.
     *
     * @param cancelMillis after how long it is given up; below zero, if it is not
     */
    record Step(Question question, Wire wire, int cancelMillis) {
        boolean isCancelled() {
            return cancelMillis != NEVER;
        }

        /** Whether servers may get it twice. */
        boolean mayBeSentAgain() {
            return question.path().startsWith(AGAIN);
        }
    }

    /** The routes: half of the requests may be sent again. */
    static ProfileFile profile(double ratio, int minPerSecond, String ttl) {
        ProfileFile profile = ProfileFile.of(SERVICE);
        for (String method : List.of("GET", "POST")) {
            profile.route("again " + method, method, AGAIN + "/.*")
                    .with("isRetryable", true)
                    .with("timeout", "3s")
                    .with("perTryTimeout", "300ms")
                    .with("retryBackoff", "{min: 5ms, max: 20ms}");
            profile.route("once " + method, method, ONCE + "/.*")
                    .with("timeout", "3s")
                    .with("perTryTimeout", "300ms");
        }
        return profile.budget(ratio, minPerSecond, ttl);
    }

    Step step(int number) {
        SplittableRandom random = new SplittableRandom(seed ^ number * 0x9E37_79B9_7F4A_7C15L);
        String prefix = random.nextBoolean() ? AGAIN : ONCE;
        Wire wire = random.nextBoolean() ? Wire.HTTP_1 : Wire.HTTP_2;
        Question question = question(random, prefix, wire).with(Question.ID, "chaos-" + number);
        boolean cancelled = random.nextInt(100) < CANCELLED_PERCENT;
        return new Step(
                question.with(Question.SIZE, question.body().size()),
                wire,
                cancelled ? random.nextInt(20) : NEVER);
    }

    private static Question question(SplittableRandom random, String prefix, Wire wire) {
        int draw = random.nextInt(100);
        if (draw < 40) {
            return Question.get(SERVICE, prefix + "/small");
        }
        if (draw < 50) {
            return Question.get(SERVICE, prefix + "/large");
        }
        Body body = body(random, draw < 90 ? 1000 : 150_000);
        return draw < 65 && wire == Wire.HTTP_2
                ? Question.grpc(SERVICE, prefix + "/call", body)
                : Question.post(SERVICE, prefix + "/small", body);
    }

    private static Body body(SplittableRandom random, int most) {
        int size = random.nextInt(most);
        return random.nextBoolean() ? Body.of(size) : Body.streamed(size, 1 + size / 3);
    }

    /** What a server does to a request. */
    Conduct conduct(Visit visit) {
        SplittableRandom random = Choice.random(seed, visit);
        int draw = random.nextInt(1000);
        boolean grpc = visit.path().endsWith("/call");
        if (draw < 700) {
            return served(visit, grpc);
        }
        if (draw < 850) {
            return failed(draw, grpc);
        }
        return broken(draw, visit instanceof Http1Visit);
    }

    private static Conduct served(Visit visit, boolean grpc) {
        if (grpc) {
            return GrpcConduct.afterMessages(0, 1);
        }
        return visit.path().endsWith("/large")
                ? Conduct.answersAtLength(200, 20_000)
                : Conduct.succeeds();
    }

    private static Conduct failed(int draw, boolean grpc) {
        if (grpc) {
            return draw < 775 ? GrpcConduct.inHead(14) : GrpcConduct.afterEmptyBody(13);
        }
        if (draw < 775) {
            return Conduct.answers(500, "no");
        }
        return draw < 830 ? Conduct.answersAtLength(503, 10_000) : Conduct.answersEarly(500, "no");
    }

    private static Conduct broken(int draw, boolean http1) {
        return switch ((draw - 850) / 10) {
            case 0, 1 -> Conduct.resets();
            case 2 -> Conduct.resetsWithin(500);
            case 3 -> Conduct.resetsBehind(500);
            case 4, 5 -> Conduct.refuses();
            case 6 -> Conduct.goesAway();
            case 7 -> Conduct.isSilent();
            case 8 -> http1 ? Conduct.stopsWithinHead() : Conduct.starves();
            case 9, 10, 11 -> Conduct.answersAfter(20, 200, "late");
            default -> Conduct.trickles(5, 5);
        };
    }
}
