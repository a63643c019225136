package dev.fairlead.metrics;

/** The labels that tell the classes of one label set apart, see {@link ClassKey}. */
final class ClassLabels {
    private ClassLabels() {}

    /** The status of a latency histogram. */
    static String status(int key) {
        String status =
                key == ClassKey.OVERFLOW_LATENCY
                        ? LabelText.OVERFLOW
                        : Integer.toString(ClassKey.status(key));
        return LabelText.of("status_code", status);
    }

    /** The status, absent if no response came, and the verdict. */
    static String response(int key) {
        if (key == ClassKey.OVERFLOW_RESPONSE) {
            return outcome(LabelText.OVERFLOW, LabelText.OVERFLOW, LabelText.OVERFLOW, key);
        }
        ResponseOutcome outcome = ClassKey.outcome(key);
        int grpcStatus = outcome.grpcStatus();
        return outcome(
                outcome.classification(),
                grpcStatus == ResponseOutcome.NO_GRPC_STATUS ? "" : Integer.toString(grpcStatus),
                outcome.error().label(),
                key);
    }

    /** What became of failed requests. */
    static String fate(int key) {
        return LabelText.of(
                "outcome",
                key == ClassKey.OVERFLOW_RESPONSE
                        ? LabelText.OVERFLOW
                        : RetryOutcome.ofIndex(key).label());
    }

    /** How connections ended. */
    static String errno(int key) {
        return LabelText.of(
                "errno",
                key == ClassKey.OVERFLOW_RESPONSE ? LabelText.OVERFLOW : Errno.symbol(key));
    }

    private static String outcome(String classification, String grpcStatus, String error, int key) {
        LabelText labels = new LabelText();
        if (key == ClassKey.OVERFLOW_RESPONSE) {
            labels.add("status_code", LabelText.OVERFLOW);
        } else if (ClassKey.status(key) != ClassKey.NO_STATUS) {
            labels.add("status_code", Integer.toString(ClassKey.status(key)));
        }
        return labels.add("classification", classification)
                .add("grpc_status", grpcStatus)
                .add("error", error)
                .toString();
    }
}
