package dev.fairlead.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.ByteToMessageDecoder.Cumulator;

/**
 * Joins the bytes of an unfinished HTTP/2 frame with those read next.
 *
 * <p>Netty's own merging grows the old buffer in place, with all that was read from it before. DATA
 * frames are slices of that buffer and wait for a slow peer, so it can rarely be compacted, and
 * over a long transfer it was seen to grow to tens of megabytes. Here what does not fit goes to a
 * fresh buffer that holds only unread bytes; the old one goes when the last slice of it is written.
 */
final class FrameCumulator implements Cumulator {
    static final FrameCumulator INSTANCE = new FrameCumulator();

    private FrameCumulator() {}

    @Override
    public ByteBuf cumulate(ByteBufAllocator allocator, ByteBuf unread, ByteBuf read) {
        if (!unread.isReadable() && read.isContiguous()) {
            unread.release();
            return read;
        }
        int bytes = read.readableBytes();
        if (bytes <= unread.writableBytes() && !unread.isReadOnly()) {
            // slices of the buffer end before its writer index: they do not see this
            return append(unread, read);
        }
        ByteBuf fresh;
        try {
            fresh = allocator.buffer(unread.readableBytes() + bytes);
        } catch (OutOfMemoryError e) {
            read.release();
            throw e;
        }
        fresh.writeBytes(unread);
        unread.release();
        return append(fresh, read);
    }

    private static ByteBuf append(ByteBuf to, ByteBuf read) {
        try {
            return to.writeBytes(read);
        } finally {
            read.release();
        }
    }
}
