package dev.fairlead.e2e;

/**
 * The body of a request: {@link Stuff} from its beginning.
 *
 * @param size in bytes
 * @param piece bytes that are written at a time
 * @param framing how its end is told
 */
record Body(int size, int piece, Framing framing) {
    static final Body NONE = new Body(0, 1, Framing.NONE);

    Body {
        if (size < 0 || piece < 1) {
            throw new IllegalArgumentException(
                    "size, piece: " + size + ", " + piece + " (expected: >= 0, > 0)");
        }
    }

    /** How the end of a body is known. */
    enum Framing {
        /** The request has none. */
        NONE,
        /** By {@code content-length}. */
        LENGTH,
        /** By chunks in HTTP/1, by the end of the stream in HTTP/2. */
        STREAMED
    }

    /** Told by its length, and written at once. */
    static Body of(int size) {
        return new Body(size, Math.max(1, size), Framing.LENGTH);
    }

    /** Of unknown length. */
    static Body streamed(int size, int piece) {
        return new Body(size, piece, Framing.STREAMED);
    }

    Checksum checksum() {
        return Checksum.ofStuff(size);
    }
}
