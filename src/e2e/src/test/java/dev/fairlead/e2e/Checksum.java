package dev.fairlead.e2e;

import io.netty.buffer.ByteBuf;
import java.util.zip.CRC32C;

/**
 * What is remembered of a body.
 *
 * @param bytes how many there were
 * @param crc CRC-32C of them
 */
record Checksum(long bytes, long crc) {
    private static final int PART = 16 * 1024;

    /** Of so many bytes of {@link Stuff}. */
    static Checksum ofStuff(int size) {
        Stuff stuff = new Stuff();
        CRC32C crc = new CRC32C();
        byte[] part = new byte[PART];
        for (int left = size; left > 0; left -= PART) {
            int length = Math.min(PART, left);
            stuff.next(part, length);
            crc.update(part, 0, length);
        }
        return new Checksum(size, crc.getValue());
    }

    /** Adds up a body that comes in parts. Belongs to one thread. */
    static final class Sum {
        private final CRC32C crc = new CRC32C();
        private long bytes;

        /** Adds what the buffer holds, and leaves it as it is. */
        void add(ByteBuf part) {
            bytes += part.readableBytes();
            crc.update(part.nioBuffer());
        }

        long bytes() {
            return bytes;
        }

        Checksum value() {
            return new Checksum(bytes, crc.getValue());
        }
    }
}
