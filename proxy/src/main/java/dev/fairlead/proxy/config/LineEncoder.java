package dev.fairlead.proxy.config;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;

/** A log of lines: nothing stands before the first or after the last. */
abstract sealed class LineEncoder extends EncoderBase<ILoggingEvent>
        permits JsonLineEncoder, PlainLineEncoder {
    private static final byte[] NOTHING = {};

    @Override
    public final byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public final byte[] footerBytes() {
        return NOTHING;
    }
}
