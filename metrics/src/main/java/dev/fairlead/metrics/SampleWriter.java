package dev.fairlead.metrics;

import java.io.IOException;
import java.io.Writer;

/** Writes samples of the text format, and the two lines that head a family before its first one. */
final class SampleWriter {
    private final Writer out;
    private ProxyMeter meter = ProxyMeter.REQUEST;
    private boolean headed;

    SampleWriter(Writer out) {
        this.out = out;
    }

    /** Turns to a family; nothing is written before its first sample. */
    void family(ProxyMeter next) {
        meter = next;
        headed = false;
    }

    /**
     * @param labels the text between the braces, empty for none
     */
    void sample(String labels, long value) throws IOException {
        sample("", labels, Long.toString(value));
    }

    /**
     * Writes a sample of the family.
     *
     * @param suffix what follows the family's name, such as {@code _sum}
     */
    void sample(String suffix, String labels, String value) throws IOException {
        head();
        out.append(meter.meterName()).append(suffix);
        if (!labels.isEmpty()) {
            out.append('{').append(labels).append('}');
        }
        out.append(' ').append(value).append('\n');
    }

    /** Writes a histogram: cumulative buckets, count, sum. */
    void histogram(String labels, Buckets buckets, long[] counts) throws IOException {
        long cumulated = 0;
        for (int i = 0; i < buckets.count(); i++) {
            cumulated += counts[i];
            sample("_bucket", join(labels, buckets.label(i)), Long.toString(cumulated));
        }
        sample("_count", labels, Long.toString(cumulated));
        sample("_sum", labels, Numbers.text(buckets.shown(counts[buckets.count()])));
    }

    /** Two label texts in a row, either of which may be empty. */
    static String join(String first, String second) {
        if (first.isEmpty() || second.isEmpty()) {
            return first + second;
        }
        return first + ',' + second;
    }

    private void head() throws IOException {
        if (!headed) {
            headed = true;
            String name = meter.meterName();
            out.append("# HELP ").append(name).append(' ').append(meter.help()).append('\n');
            out.append("# TYPE ")
                    .append(name)
                    .append(' ')
                    .append(meter.type().label())
                    .append('\n');
        }
    }
}
