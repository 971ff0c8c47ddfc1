package org.qantara.connectors.mllp.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.mllp.frame.Framer;
import org.qantara.connectors.mllp.metrics.Counter;

/**
 * The whole frames of one connection, in order: one is with the receiver, the others wait; each answer is written before the next frame goes out.
 * On the connection's event loop, except where said.
 */
final class AnswerQueue {
    private final MllpServer server;
    private final Channel channel;
    private final Runnable afterAnswer;
    private final Runnable whenClosed;
    private final Queue<Inbound> waiting = new ArrayDeque<>();
    private final AtomicInteger pending = new AtomicInteger();
    private boolean withReceiver;
    private boolean closing;
    private boolean closed;
    private @Nullable ChannelFuture lastWrite;

    /**
     * @param afterAnswer run after each answer: there may be room again
     * @param whenClosed run once, when {@link #closeWhenEmpty} was asked for and the last answer is out
     */
    AnswerQueue(MllpServer server, Channel channel, Runnable afterAnswer, Runnable whenClosed) {
        this.server = server;
        this.channel = channel;
        this.afterAnswer = afterAnswer;
        this.whenClosed = whenClosed;
    }

    /** Frames that wait or are with the receiver. Thread-safe. */
    int pending() {
        return pending.get();
    }

    int waiting() {
        return waiting.size();
    }

    void add(Inbound frame) {
        pending.incrementAndGet();
        waiting.add(frame);
        next();
    }

    /** No further frame comes: close the channel after the last answer. */
    void closeWhenEmpty() {
        closing = true;
        next();
    }

    /** Goes on: after an answer, or when the sender reads again. */
    void next() {
        if (withReceiver) {
            return;
        }
        Inbound frame = waiting.peek();
        if (frame == null) {
            if (closing && !closed) {
                closeNow();
            }
            return;
        }
        if (channel.isActive() && !channel.isWritable()) {
            return;
        }
        waiting.remove();
        withReceiver = true;
        AtomicBoolean answered = new AtomicBoolean();
        server.receiver().received(frame, reply -> {
            if (answered.compareAndSet(false, true)) {
                channel.eventLoop().execute(() -> answered(frame, reply));
            }
        });
    }

    /** Writes a frame now; false when the channel is closed. */
    boolean write(byte[] body) {
        if (!channel.isActive()) {
            return false;
        }
        ByteBuf frame = channel.alloc().buffer(body.length + 3);
        frame.writeByte(Framer.START_BLOCK)
                .writeBytes(body)
                .writeByte(Framer.END_BLOCK)
                .writeByte(Framer.CARRIAGE_RETURN);
        lastWrite = channel.writeAndFlush(frame);
        if (!channel.isWritable()) {
            ChannelFuture stuck = lastWrite;
            channel.eventLoop()
                    .schedule(
                            () -> closeUnread(stuck),
                            server.settings().limits().writeTimeoutMs(),
                            TimeUnit.MILLISECONDS);
        }
        return true;
    }

    private void answered(Inbound frame, Reply reply) {
        withReceiver = false;
        pending.decrementAndGet();
        server.budget().release(frame.body().length);
        if (reply instanceof Reply.Answer answer && !write(answer.body())) {
            server.counters().increment(Counter.ACKS_LOST);
        }
        if (reply instanceof Reply.Close) {
            drop();
            closeWhenEmpty();
        }
        next();
        afterAnswer.run();
    }

    /** Forgets what waits: its sender has no answer and sends it again. */
    void drop() {
        waiting.forEach(frame -> server.budget().release(frame.body().length));
        pending.addAndGet(-waiting.size());
        waiting.clear();
    }

    private void closeNow() {
        closed = true;
        if (lastWrite == null) {
            channel.close();
        } else {
            lastWrite.addListener(ChannelFutureListener.CLOSE);
        }
        whenClosed.run();
    }

    private void closeUnread(ChannelFuture stuck) {
        if (!stuck.isDone()) {
            server.counters().increment(Counter.CONNECTIONS_UNREAD_CLOSED);
            channel.close();
        }
    }
}
