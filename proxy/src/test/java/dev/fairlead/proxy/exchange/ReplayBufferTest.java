package dev.fairlead.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.proxy.http.MessageSink;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterTry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayBufferTest {
    private static final int LIMIT = 65_536;
    private static final long CAP = 1 << 20;

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
    private final ReplayMemory memory = new ReplayMemory(CAP);
    private final Random random = new Random(42);

    /** What was sent so far. */
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    private ReplayBuffer buffer = new ReplayBuffer(memory, LIMIT);

    @AfterEach
    @AfterTry
    void everythingIsGivenBack() {
        buffer.discard();
        sent.reset();

        assertThat(memory.used()).isZero();
        assertThat(allocator.metric().usedDirectMemory()).isZero();
        assertThat(allocator.metric().usedHeapMemory()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1023, 1024, 1025, 16_384, 16_385, LIMIT - 1, LIMIT})
    void bodyUpToTheLimitIsReplayed(int size) {
        send(size);
        buffer.ended();

        Sink sink = replay();

        assertThat(buffer.whole()).isTrue();
        assertThat(buffer.bytes()).isEqualTo(size);
        assertThat(sink.body.toByteArray()).isEqualTo(sent.toByteArray());
        assertThat(sink.ends).containsExactly("data");
    }

    @Test
    void bodyBeyondTheLimitIsGivenUp() {
        send(LIMIT);

        send(1);

        assertThat(buffer.whole()).isFalse();
        assertThat(buffer.bytes()).isZero();
        assertThat(memory.used()).isZero();
        assertThat(allocator.metric().usedDirectMemory()).isZero();
    }

    @Test
    void pieceBeyondTheLimitIsNotCopiedInPart() {
        send(LIMIT + 1);

        assertThat(buffer.whole()).isFalse();
        assertThat(memory.used()).isZero();
    }

    @Test
    void whatComesAfterGivingUpIsIgnored() {
        send(LIMIT + 1);

        send(10);
        buffer.trailers(new DefaultHttp2Headers().add("a", "b"));
        buffer.ended();

        assertThat(buffer.whole()).isFalse();
        assertThat(buffer.isEmpty()).isTrue();
        assertThat(replay().parts).isZero();
    }

    @Test
    void emptyRequestPassesNothing() {
        buffer.ended();

        Sink sink = replay();

        assertThat(buffer.whole()).isTrue();
        assertThat(buffer.isEmpty()).isTrue();
        assertThat(sink.parts).isZero();
        assertThat(sink.ends).isEmpty();
    }

    @Test
    void zeroLimitKeepsAnEmptyBodyOnly() {
        buffer = new ReplayBuffer(memory, 0);

        send(0);
        boolean empty = buffer.whole();
        send(1);

        assertThat(empty).isTrue();
        assertThat(buffer.whole()).isFalse();
    }

    @Test
    void pieceIsNeitherConsumedNorKept() {
        ByteBuf piece = bytes(100);
        piece.skipBytes(10);

        buffer.keep(piece);

        assertThat(piece.readerIndex()).isEqualTo(10);
        assertThat(piece.refCnt()).isEqualTo(1);
        piece.release();
        assertThat(buffer.bytes()).isEqualTo(90);
    }

    @Test
    void changesOfAPieceAfterwardsDoNotShow() {
        ByteBuf piece = bytes(100);
        sent.writeBytes(ByteBufUtil.getBytes(piece));
        buffer.keep(piece);

        piece.setZero(0, 100);
        piece.release();

        assertThat(replay().body.toByteArray()).isEqualTo(sent.toByteArray());
    }

    @Test
    void manyTinyPiecesTakeFewChunks() {
        for (int i = 0; i < 20_000; i++) {
            send(1);
        }
        buffer.ended();

        Sink sink = replay();

        assertThat(sink.body.toByteArray()).isEqualTo(sent.toByteArray());
        assertThat(sink.parts).as("1, 4 and 16 KiB").isEqualTo(3);
        assertThat(memory.used()).isEqualTo(21 * 1024);
    }

    @Test
    void shortBodyTakesOneShortChunk() {
        send(3);

        assertThat(memory.used()).isEqualTo(1024);
    }

    @Test
    void chunksNeverReachBeyondTheLimit() {
        buffer = new ReplayBuffer(memory, 100);

        send(99);

        assertThat(memory.used()).isEqualTo(100);
    }

    @Test
    void replayTwiceGivesTheSame() {
        send(5000);
        send(40_000);
        buffer.trailers(new DefaultHttp2Headers().add("grade", "a"));

        Sink first = replay();
        first.trailers.set("grade", "changed by the sink");
        Sink second = replay();

        assertThat(first.body.toByteArray()).isEqualTo(sent.toByteArray());
        assertThat(second.body.toByteArray()).isEqualTo(sent.toByteArray());
        assertThat(second.trailers.get("grade")).asString().isEqualTo("a");
        assertThat(second.ends).containsExactly("trailers");
    }

    @Test
    void trailersAreCopied() {
        Http2Headers trailers = new DefaultHttp2Headers().add("a", "1").add("a", "2");
        buffer.trailers(trailers);

        trailers.clear();

        assertThat(replay().trailers.getAll("a")).hasToString("[1, 2]");
        assertThat(buffer.isEmpty()).isFalse();
    }

    @Test
    void trailersCountAgainstTheMemoryOnly() {
        send(LIMIT);

        buffer.trailers(new DefaultHttp2Headers().add("grade", "b"));

        assertThat(buffer.whole()).isTrue();
        assertThat(memory.used()).isEqualTo(LIMIT + "gradeb".length());
    }

    @Test
    void requestThatGoesOnHasNoLastPart() {
        send(10);
        Sink before = replay();

        send(10);
        buffer.ended();
        Sink after = replay();

        assertThat(before.ends).isEmpty();
        assertThat(before.body.size()).isEqualTo(10);
        assertThat(after.ends).containsExactly("data");
        assertThat(after.body.toByteArray()).isEqualTo(sent.toByteArray());
    }

    @Test
    void fullMemoryGivesUpThisRequestAlone() {
        ReplayBuffer other = new ReplayBuffer(memory, (int) CAP - 2000);
        ByteBuf large = bytes((int) CAP - 2000);
        other.keep(large);
        large.release();

        send(1000);
        boolean first = buffer.whole();
        send(1000);

        assertThat(first).isTrue();
        assertThat(buffer.whole()).isFalse();
        assertThat(other.whole()).isTrue();
        assertThat(memory.used()).isEqualTo(other.bytes());
        other.discard();
    }

    @Test
    void trailersThatFindNoMemoryAreGivenUp() {
        buffer = new ReplayBuffer(new ReplayMemory(1024), LIMIT);
        send(1);

        buffer.trailers(new DefaultHttp2Headers().add("grade", "b"));

        assertThat(buffer.whole()).isFalse();
        assertThat(buffer.isEmpty()).isTrue();
    }

    @Test
    void discardIsFinalAndMayBeRepeated() {
        send(3000);

        buffer.discard();
        buffer.discard();
        send(10);

        assertThat(buffer.whole()).isFalse();
        assertThat(buffer.bytes()).isZero();
        assertThat(memory.used()).isZero();
    }

    @Test
    void partsOnTheirWaySurviveDiscardAndFurtherPieces() {
        send(100);
        List<ByteBuf> underWay = new ArrayList<>();
        buffer.replayInto(
                new Sink() {
                    @Override
                    public void data(ByteBuf data, boolean last, Runnable written) {
                        underWay.add(data);
                    }
                },
                () -> true);

        byte[] first = sent.toByteArray();
        send(100);
        buffer.discard();

        assertThat(underWay).hasSize(1);
        assertThat(ByteBufUtil.getBytes(underWay.getFirst())).isEqualTo(first);
        underWay.forEach(ByteBuf::release);
    }

    @Test
    void sinkThatFailsGetsNoMore() {
        send(40_000);
        buffer.trailers(new DefaultHttp2Headers().add("a", "b"));
        Sink failing =
                new Sink() {
                    @Override
                    public void data(ByteBuf data, boolean last, Runnable written) {
                        super.data(data, last, written);
                        buffer.discard();
                    }
                };

        buffer.replayInto(failing, buffer::whole);

        assertThat(failing.parts).isEqualTo(1);
        assertThat(failing.trailers.isEmpty()).isTrue();
    }

    @Test
    void sinkThatIsNotWantedGetsNothing() {
        send(10);
        Sink sink = new Sink();

        buffer.replayInto(sink, () -> false);

        assertThat(sink.parts).isZero();
    }

    @Test
    void whatIsKeptDuringAReplayIsNotInIt() {
        send(20_000);
        Sink sending =
                new Sink() {
                    @Override
                    public void data(ByteBuf data, boolean last, Runnable written) {
                        super.data(data, last, written);
                        send(10);
                    }
                };

        buffer.replayInto(sending, () -> true);
        buffer.ended();

        assertThat(sending.body.size()).isEqualTo(20_000);
        assertThat(sending.ends).isEmpty();
        assertThat(replay().body.toByteArray()).isEqualTo(sent.toByteArray());
    }

    @Test
    void givingUpDuringAReplayDoesNotCutIt() {
        send(40_000);
        byte[] body = sent.toByteArray();
        Sink sending =
                new Sink() {
                    @Override
                    public void data(ByteBuf data, boolean last, Runnable written) {
                        super.data(data, last, written);
                        send(LIMIT);
                    }
                };

        buffer.replayInto(sending, () -> true);

        assertThat(buffer.whole()).isFalse();
        assertThat(sending.body.toByteArray()).isEqualTo(body);
    }

    @Test
    void sinkThatThrowsLeaksNothing() {
        send(40_000);
        Sink broken =
                new Sink() {
                    @Override
                    public void data(ByteBuf data, boolean last, Runnable written) {
                        data.release();
                        throw new IllegalStateException("broken");
                    }
                };

        assertThatThrownBy(() -> buffer.replayInto(broken, () -> true)).hasMessage("broken");
    }

    @Property(tries = 300)
    void bodyIsTheSameHoweverItIsCut(
            @ForAll @Size(max = 40) List<@IntRange(max = 5000) Integer> pieces,
            @ForAll @IntRange(max = 100_000) int limit) {
        buffer = new ReplayBuffer(memory, limit);

        for (int piece : pieces) {
            send(piece);
            assertThat(memory.used()).isLessThanOrEqualTo(limit);
        }
        buffer.ended();

        assertThat(buffer.whole()).isEqualTo(sent.size() <= limit);
        Sink sink = replay();
        if (buffer.whole()) {
            assertThat(sink.body.toByteArray()).isEqualTo(sent.toByteArray());
            assertThat(sink.ends).hasSize(sent.size() == 0 ? 0 : 1);
        }
    }

    /** A piece of the request, as it streams by. */
    private void send(int size) {
        ByteBuf piece = bytes(size);
        sent.writeBytes(ByteBufUtil.getBytes(piece));
        buffer.keep(piece);
        piece.release();
    }

    private ByteBuf bytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return allocator.buffer(Math.max(1, size)).writeBytes(bytes);
    }

    private Sink replay() {
        Sink sink = new Sink();
        buffer.replayInto(sink, () -> true);
        return sink;
    }

    /** A sink that writes down what it is passed. */
    private static class Sink implements MessageSink {
        final ByteArrayOutputStream body = new ByteArrayOutputStream();
        final List<String> ends = new ArrayList<>();
        Http2Headers trailers = new DefaultHttp2Headers();
        int parts;

        @Override
        public void head(Http2Headers head, boolean last) {
            throw new AssertionError("a head");
        }

        @Override
        public void data(ByteBuf data, boolean last, Runnable written) {
            parts++;
            body.writeBytes(ByteBufUtil.getBytes(data));
            data.release();
            written.run();
            if (last) {
                ends.add("data");
            }
        }

        @Override
        public void trailers(Http2Headers passed) {
            trailers = passed;
            ends.add("trailers");
        }

        @Override
        public void abort(Http2Error reason) {
            throw new AssertionError("aborted: " + reason);
        }
    }
}
