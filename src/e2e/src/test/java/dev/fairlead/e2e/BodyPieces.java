package dev.fairlead.e2e;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** A body, as it is written piece by piece; the pieces of an empty one are none. */
final class BodyPieces {
    private static final int LARGEST = 16 * 1024;

    private final Stuff stuff = new Stuff();
    private final byte[] bytes;
    private int left;

    BodyPieces(Body body) {
        this.bytes = new byte[Math.min(body.piece(), LARGEST)];
        this.left = body.size();
    }

    boolean hasNext() {
        return left > 0;
    }

    /** The next piece; an empty one behind the last. */
    ByteBuf next() {
        int length = Math.min(bytes.length, left);
        stuff.next(bytes, length);
        left -= length;
        return Unpooled.copiedBuffer(bytes, 0, length);
    }
}
