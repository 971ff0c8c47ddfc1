package org.qantara.connectors.dicom.association;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.dicom.pdu.Abort;
import org.qantara.connectors.dicom.pdu.AssociateAc;
import org.qantara.connectors.dicom.pdu.AssociateRj;
import org.qantara.connectors.dicom.pdu.AssociateRq;
import org.qantara.connectors.dicom.pdu.Pdu;
import org.qantara.connectors.dicom.pdu.PduException;
import org.qantara.connectors.dicom.pdu.Pdv;
import org.qantara.connectors.dicom.pdu.ReleaseRp;
import org.qantara.connectors.dicom.pdu.ReleaseRq;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One association on one connection: runs {@link StateTable} (PS3.8 section 9.2) over Netty, in either role.
 *
 * <p>The last handler of its pipeline. State belongs to the event loop; the public methods may be called from any
 * thread and are carried over to it. A request of the local user that the table does not allow in the present state
 * (data after an abort, say) does nothing: its buffers are released and {@link AssociationUser#ended} has told or will
 * tell why.
 */
public final class Association extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Association.class);

    private final AssociationSettings settings;
    private final AssociationUser user;
    private final @Nullable AssociateRq ownRequest;
    private State state = State.STA1;
    private @Nullable ChannelHandlerContext ctx;
    private @Nullable AssociateRq request;
    private @Nullable Ending ending;
    private @Nullable ScheduledFuture<?> timer;
    private boolean endTold;
    private long lastActivityNanos;

    private Association(AssociationSettings settings, AssociationUser user, @Nullable AssociateRq ownRequest) {
        this.settings = settings;
        this.user = user;
        this.ownRequest = ownRequest;
    }

    /** The side that waits for A-ASSOCIATE-RQ. */
    public static Association acceptor(AssociationSettings settings, AssociationUser user) {
        return new Association(settings, user, null);
    }

    /** The side that sends {@code request} as soon as the connection is open. */
    public static Association requestor(AssociationSettings settings, AssociationUser user, AssociateRq request) {
        return new Association(settings, user, request);
    }

    /**
     * Sends fragments as one write, in order, with nothing between them; takes over their buffers.
     *
     * @return completes when they are handed to the network, or fails when they never will be
     */
    public CompletableFuture<Void> send(List<Pdv> pdvs) {
        Outgoing outgoing = new Outgoing(pdvs, new CompletableFuture<>());
        onLoop(() -> fire(Event.EVT9, outgoing), outgoing::drop);
        return outgoing.written();
    }

    /** Fragments on their way out. */
    record Outgoing(List<Pdv> pdvs, CompletableFuture<Void> written) {
        void drop() {
            pdvs.forEach(ReferenceCountUtil::release);
            written.completeExceptionally(new IOException("the association does not carry data any more"));
        }
    }

    /** Asks the peer to release (requestor or acceptor). */
    public void release() {
        onLoop(() -> fire(Event.EVT11, null), () -> {});
    }

    /** Answers {@link AssociationUser#releaseIndication()}. */
    public void releaseResponse() {
        onLoop(() -> fire(Event.EVT14, null), () -> {});
    }

    /** Aborts as service user; {@code why} is told in {@link AssociationUser#ended}. */
    public void abort(String why) {
        onLoop(
                () -> {
                    end(Ending.Kind.ABORTED_HERE, why);
                    fire(Event.EVT15, null);
                },
                () -> {});
    }

    /** Stops or resumes reading from the peer: back-pressure by TCP. */
    public void readable(boolean readable) {
        ChannelHandlerContext context = ctx;
        if (context != null) {
            context.channel().config().setAutoRead(readable);
        }
    }

    State state() {
        return state;
    }

    /** For the test of every pair: puts the machine into a state without the way there. */
    void state(State forced) {
        state = forced;
    }

    private void onLoop(Runnable task, Runnable otherwise) {
        ChannelHandlerContext context = ctx;
        if (context == null) {
            otherwise.run();
        } else if (context.executor().inEventLoop()) {
            task.run();
        } else {
            try {
                context.executor().execute(task);
            } catch (RejectedExecutionException e) {
                otherwise.run(); // the loop is shut down, and with it the connection
            }
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        if (ownRequest != null) {
            fire(Event.EVT1, null);
        }
        if (context.channel().isActive()) {
            opened();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        opened();
        context.fireChannelActive();
    }

    private void opened() {
        if (state == State.STA1 || state == State.STA4) {
            fire(ownRequest == null ? Event.EVT5 : Event.EVT2, null);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        lastActivityNanos = System.nanoTime();
        Pdu pdu = (Pdu) message;
        fire(received(pdu), pdu);
    }

    private static Event received(Pdu pdu) {
        if (pdu instanceof Pdv) {
            return Event.EVT10;
        } else if (pdu instanceof AssociateRq) {
            return Event.EVT6;
        } else if (pdu instanceof AssociateAc) {
            return Event.EVT3;
        } else if (pdu instanceof AssociateRj) {
            return Event.EVT4;
        } else if (pdu instanceof ReleaseRq) {
            return Event.EVT12;
        } else if (pdu instanceof ReleaseRp) {
            return Event.EVT13;
        }
        return Event.EVT16;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fire(Event.EVT17, null);
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof DecoderException && cause.getCause() instanceof PduException invalid) {
            end(Ending.Kind.ABORTED_HERE, "invalid PDU: " + invalid.getMessage());
            fire(Event.EVT19, invalid);
        } else if (cause instanceof IOException || cause instanceof DecoderException) {
            // a reset, or TLS that failed: the connection is gone, EVT17 follows from the close
            end(Ending.Kind.CONNECTION_LOST, "the connection broke: " + cause.getMessage());
            context.close();
        } else {
            LOG.error("a fault of this program ended a DICOM association", cause);
            end(Ending.Kind.ABORTED_HERE, "internal error");
            fire(Event.EVT15, null);
            context.close();
        }
    }

    /** Runs one event through the table. {@code subject} is the PDU, the fragments, or the fault that it is about. */
    void fire(Event event, @Nullable Object subject) {
        Action action = StateTable.action(state, event);
        if (action == null) {
            LOG.debug("{} ({}) means nothing in {} ({})", event, event.meaning(), state, state.meaning());
            release(subject);
            return;
        }
        State before = state;
        // the next state first: what the action calls may fire events of its own
        state = action == Action.AR8 && ownRequest == null ? State.STA10 : action.next();
        new Actions(this, user, settings).run(action, before, event, subject);
        armTimer(action);
    }

    private static void release(@Nullable Object subject) {
        if (subject instanceof Outgoing outgoing) {
            outgoing.drop();
        } else if (subject != null) {
            ReferenceCountUtil.release(subject);
        }
    }

    private void armTimer(Action action) {
        switch (state) {
            case STA2, STA13 -> {
                // AA-6 ignores a PDU: the timer that runs goes on
                if (action != Action.AA6 || timer == null) {
                    start(settings.artimMs(), () -> fire(Event.EVT18, null));
                }
            }
            case STA5, STA7, STA9, STA10, STA11 -> {
                if (action != Action.AR6) {
                    start(settings.responseTimeoutMs(), () -> {
                        end(
                                Ending.Kind.ABORTED_HERE,
                                "no answer of the peer for " + settings.responseTimeoutMs() + " ms in state "
                                        + state.meaning());
                        fire(Event.EVT15, null);
                    });
                }
            }
            case STA6 -> {
                if (action == Action.AE3 || action == Action.AE7) {
                    lastActivityNanos = System.nanoTime();
                    start(settings.idleTimeoutMs(), this::idle);
                }
            }
            case STA8 -> start(settings.idleTimeoutMs(), this::idle);
            default -> stop();
        }
    }

    private void idle() {
        long silentMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastActivityNanos);
        if (user.busy()) {
            start(settings.idleTimeoutMs(), this::idle);
        } else if (silentMs < settings.idleTimeoutMs()) {
            start(settings.idleTimeoutMs() - silentMs, this::idle);
        } else {
            end(Ending.Kind.ABORTED_HERE, "silent for " + silentMs + " ms without releasing");
            fire(Event.EVT15, null);
        }
    }

    private void start(long delayMs, Runnable task) {
        stop();
        timer = context().executor().schedule(task, delayMs, TimeUnit.MILLISECONDS);
    }

    private void stop() {
        ScheduledFuture<?> running = timer;
        if (running != null) {
            running.cancel(false);
            timer = null;
        }
    }

    ChannelHandlerContext context() {
        ChannelHandlerContext context = ctx;
        if (context == null) {
            throw new IllegalStateException("the association is in no pipeline yet");
        }
        return context;
    }

    void write(Object pdu) {
        lastActivityNanos = System.nanoTime();
        context().writeAndFlush(pdu).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    void write(Outgoing outgoing) {
        lastActivityNanos = System.nanoTime();
        ChannelHandlerContext context = context();
        ChannelFuture last = context.newSucceededFuture();
        for (Pdv pdv : outgoing.pdvs()) {
            last = context.write(pdv).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        }
        context.flush();
        last.addListener(future -> {
            if (future.isSuccess()) {
                outgoing.written().complete(null);
            } else {
                outgoing.written().completeExceptionally(future.cause());
            }
        });
    }

    void request(AssociateRq received) {
        request = received;
    }

    AssociateRq request() {
        AssociateRq known = ownRequest != null ? ownRequest : request;
        if (known == null) {
            throw new IllegalStateException("no A-ASSOCIATE-RQ was received in " + state);
        }
        return known;
    }

    /** Notes how it ends; the first word counts. */
    void end(Ending.Kind kind, String text) {
        if (ending == null) {
            ending = new Ending(kind, text);
        }
    }

    /** Tells the user the end, once. */
    void tellEnd(Ending.Kind kind, String text) {
        end(kind, text);
        Ending known = ending;
        if (!endTold && known != null) {
            endTold = true;
            user.ended(known);
        }
    }

    String meaningOf(Abort abort) {
        return abort.source() == Abort.SOURCE_USER
                ? "the peer aborted"
                : "the peer's upper layer aborted, reason " + abort.reason();
    }
}
