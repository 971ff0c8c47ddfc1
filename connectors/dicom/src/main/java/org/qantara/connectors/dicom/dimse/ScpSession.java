package org.qantara.connectors.dicom.dimse;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.dicom.association.Association;
import org.qantara.connectors.dicom.association.AssociationUser;
import org.qantara.connectors.dicom.association.Ending;
import org.qantara.connectors.dicom.association.Peer;
import org.qantara.connectors.dicom.dimse.DimseService.Operation;
import org.qantara.connectors.dicom.dimse.VerificationService.Answered;
import org.qantara.connectors.dicom.pdu.AssociateAc;
import org.qantara.connectors.dicom.pdu.AssociateRj;
import org.qantara.connectors.dicom.pdu.AssociateRq;
import org.qantara.connectors.dicom.pdu.ContextResult;
import org.qantara.connectors.dicom.pdu.Pdu;
import org.qantara.connectors.dicom.pdu.Pdv;
import org.qantara.connectors.dicom.pdu.ProposedContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The provider's side of one association: collects commands, streams data sets to the services, answers.
 *
 * <p>The event loop only queues; the work is done by one thread at a time, in order, so that a slow disk or inbox holds
 * this association and no other. What waits is bounded: above it, reading from the peer stops. With an asynchronous
 * operations window, requests are finished by a second thread while the next one arrives; responses keep their order.
 */
final class ScpSession implements AssociationUser {
    private static final Logger LOG = LoggerFactory.getLogger(ScpSession.class);
    private static final int COMMAND_BYTES_MAX = 64 * 1024;
    private static final long QUEUED_BYTES_HIGH = 2 << 20;
    private static final long QUEUED_BYTES_LOW = 512 << 10;

    private final Peer peer;
    private final Negotiator negotiator;
    private final List<DimseService> services;
    private final SerialQueue worker;
    private final SerialQueue finisher;
    private final AtomicLong queuedBytes = new AtomicLong();
    private final AtomicInteger outstanding = new AtomicInteger();

    private final Map<Integer, ProposedContext> contexts = new HashMap<>();
    private volatile boolean over;
    private @Nullable Association association;
    private @Nullable AssociationInfo info;
    private long peerMaxPduLength;
    private int window = 1;
    private Semaphore permits = new Semaphore(1);

    private final ByteBuf command = Unpooled.buffer(256);
    /** Written by the worker, read by the idle timer. */
    private volatile @Nullable Operation operation;

    private int operationContextId;

    ScpSession(Peer peer, Negotiator negotiator, List<DimseService> services, Executor threads) {
        this.peer = peer;
        this.negotiator = negotiator;
        this.services = services;
        this.worker = new SerialQueue(threads);
        this.finisher = new SerialQueue(threads);
    }

    @Override
    public Pdu associateIndication(Association indicated, AssociateRq request) {
        Pdu answer = negotiator.answer(request, peer);
        if (answer instanceof AssociateRj rejection) {
            LOG.warn(
                    "association of {} as {} to {}: {}",
                    peer.addressText(),
                    request.callingAeTitle(),
                    request.calledAeTitle(),
                    rejection.meaning());
        }
        return answer;
    }

    @Override
    public void established(Association established, AssociateRq request, AssociateAc accepted) {
        association = established;
        info = new AssociationInfo(
                request.callingAeTitle(),
                request.calledAeTitle(),
                peer.addressText(),
                peer.localPort(),
                peer.certificateSubject());
        peerMaxPduLength = request.userInformation().maxPduLength();
        var granted = accepted.userInformation().asyncWindow();
        window = granted == null ? 1 : granted.invoked();
        permits = new Semaphore(window);
        Map<Integer, ProposedContext> proposed = new HashMap<>();
        request.contexts().forEach(context -> proposed.putIfAbsent(context.id(), context));
        for (ContextResult result : accepted.contexts()) {
            ProposedContext context = proposed.get(result.id());
            if (result.accepted() && context != null) {
                contexts.put(
                        result.id(),
                        new ProposedContext(result.id(), context.abstractSyntax(), List.of(result.transferSyntax())));
            }
        }
    }

    @Override
    public void rejected(AssociateRj rejection) {
        throw new IllegalStateException("an acceptor is not rejected");
    }

    @Override
    public void data(Pdv pdv) {
        int bytes = pdv.content().readableBytes();
        if (queuedBytes.addAndGet(bytes) > QUEUED_BYTES_HIGH) {
            theAssociation().readable(false);
        }
        worker.execute(() -> {
            try {
                if (!over) {
                    take(pdv);
                }
            } catch (CommandException e) {
                abort(e.getMessage() + "");
            } catch (RuntimeException e) {
                LOG.error("a fault of this program ended a DICOM association", e);
                abort("internal error");
            } finally {
                pdv.release();
                long before = queuedBytes.getAndAdd(-bytes);
                if (before > QUEUED_BYTES_LOW && before - bytes <= QUEUED_BYTES_LOW) {
                    theAssociation().readable(true);
                }
            }
        });
    }

    private void take(Pdv pdv) throws CommandException {
        ProposedContext context = contexts.get(pdv.contextId());
        if (context == null) {
            throw new CommandException("presentation context " + pdv.contextId() + " was not accepted");
        }
        if (pdv.command()) {
            if (operation != null) {
                throw new CommandException("a command arrived where the data set of the one before is outstanding");
            }
            if (command.readableBytes() + pdv.content().readableBytes() > COMMAND_BYTES_MAX) {
                throw new CommandException("a command set is longer than " + COMMAND_BYTES_MAX + " bytes");
            }
            command.writeBytes(pdv.content());
            if (pdv.last()) {
                CommandSet whole = CommandSet.read(command);
                command.clear();
                begin(whole, context);
            }
            return;
        }
        Operation current = operation;
        if (current == null || operationContextId != pdv.contextId()) {
            throw new CommandException("a data set arrived that no command announced");
        }
        current.data(pdv.content());
        if (pdv.last()) {
            complete(current);
        }
    }

    private void begin(CommandSet request, ProposedContext context) {
        int field = request.commandField();
        if (field == Command.C_CANCEL_RQ || (field & Command.RESPONSE) != 0) {
            LOG.debug("{} needs no answer", request);
            return;
        }
        AssociationInfo known = info;
        if (known == null) {
            throw new IllegalStateException("data before the association was established");
        }
        permits.acquireUninterruptibly();
        outstanding.incrementAndGet();
        operationContextId = context.id();
        Operation begun = services.stream()
                .filter(service -> service.handles(field))
                .findFirst()
                .map(service -> service.begin(new DimseRequest(
                        request,
                        context.id(),
                        context.abstractSyntax(),
                        context.transferSyntaxes().get(0),
                        known)))
                .orElseGet(() -> Answered.with(CommandSet.responseTo(request, Status.UNRECOGNIZED_OPERATION)));
        operation = begun;
        if (!request.hasDataSet()) {
            complete(begun);
        }
    }

    private void complete(Operation whole) {
        operation = null;
        int contextId = operationContextId;
        Runnable work = () -> {
            try {
                theAssociation()
                        .send(Fragmenter.command(contextId, whole.complete().write(), peerMaxPduLength));
            } catch (RuntimeException e) {
                LOG.error("a fault of this program ended a DICOM association", e);
                abort("internal error");
            } finally {
                outstanding.decrementAndGet();
                permits.release();
            }
        };
        if (window > 1) {
            finisher.execute(work);
        } else {
            work.run();
        }
    }

    @Override
    public void releaseIndication() {
        // behind everything that is outstanding
        worker.execute(() -> finisher.execute(() -> {
            theAssociation().releaseResponse();
            AssociationInfo known = info;
            if (known != null) {
                services.forEach(service -> service.released(known));
            }
        }));
    }

    @Override
    public boolean busy() {
        // a peer that stops in the middle of a data set is silent, not waiting for us
        return queuedBytes.get() > 0 || outstanding.get() > 0 && operation == null;
    }

    @Override
    public void ended(Ending ending) {
        if (!ending.orderly()) {
            over = true; // after a release, what was sent before it is still taken
            LOG.info("association of {} ended: {}", peer.addressText(), ending.text());
        }
        worker.execute(() -> {
            Operation half = operation;
            if (half != null) {
                operation = null;
                half.abandon();
                outstanding.decrementAndGet();
                permits.release();
            }
        });
    }

    private void abort(String why) {
        over = true;
        theAssociation().abort(why);
    }

    private Association theAssociation() {
        Association known = association;
        if (known == null) {
            throw new IllegalStateException("the association is not established");
        }
        return known;
    }
}
