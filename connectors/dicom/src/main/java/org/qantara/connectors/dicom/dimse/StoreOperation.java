package org.qantara.connectors.dicom.dimse;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.dicom.dataset.Dataset;
import org.qantara.connectors.dicom.dataset.DatasetException;
import org.qantara.connectors.dicom.dataset.Tag;
import org.qantara.connectors.dicom.dataset.Uids;
import org.qantara.connectors.dicom.dimse.InstanceHandler.Outcome;
import org.qantara.connectors.dicom.part10.Incoming;
import org.qantara.connectors.dicom.part10.Provenance;
import org.qantara.connectors.dicom.part10.Receipt;
import org.qantara.connectors.dicom.part10.Spool;
import org.qantara.connectors.dicom.part10.SpoolFullException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One C-STORE from command to response. After a failure the rest of the data set is passed over, then the failure is told. */
final class StoreOperation implements DimseService.Operation {
    private static final Logger LOG = LoggerFactory.getLogger(StoreOperation.class);

    private final StorageService service;
    private final Spool spool;
    private final DimseRequest request;
    private @Nullable Incoming incoming;
    private @Nullable CommandSet failure;

    StoreOperation(StorageService service, Spool spool, DimseRequest request) {
        this.service = service;
        this.spool = spool;
        this.request = request;
        failure = refusal();
        if (failure == null) {
            open();
        }
    }

    private @Nullable CommandSet refusal() {
        String sopClass = request.command().text(CommandSet.AFFECTED_SOP_CLASS_UID);
        String sopInstance = request.command().text(CommandSet.AFFECTED_SOP_INSTANCE_UID);
        if (!request.abstractSyntax().equals(sopClass)) {
            return fail(Status.SOP_CLASS_NOT_SUPPORTED, "SOP class is not that of the presentation context");
        }
        if (sopInstance == null || !Uids.valid(sopInstance)) {
            return fail(Status.INVALID_SOP_INSTANCE, "Affected SOP Instance UID is missing or no UID");
        }
        if (!request.command().hasDataSet()) {
            return fail(Status.CANNOT_UNDERSTAND, "C-STORE without a data set");
        }
        return null;
    }

    private void open() {
        AssociationInfo from = request.association();
        Provenance provenance = new Provenance(
                from.callingAeTitle(),
                from.calledAeTitle(),
                from.peer(),
                from.localPort(),
                from.peerCertificate(),
                Instant.EPOCH);
        try {
            incoming = spool.receive(request.abstractSyntax(), sopInstance(), request.transferSyntax(), provenance);
        } catch (IOException e) {
            failure = outOfResources(e);
        }
    }

    @Override
    public void data(ByteBuf piece) {
        Incoming open = incoming;
        if (open == null) {
            return;
        }
        try {
            for (ByteBuffer part : piece.nioBuffers()) {
                open.write(part);
            }
        } catch (IOException e) {
            failure = outOfResources(e);
            abandon();
        }
    }

    @Override
    public CommandSet complete() {
        Incoming open = incoming;
        if (open == null) {
            return failure != null ? failure : fail(Status.PROCESSING_FAILURE, "nothing was received");
        }
        incoming = null;
        try {
            return store(open);
        } catch (DatasetException e) {
            LOG.warn(
                    "a data set of {} is not readable: {}",
                    request.association().peer(),
                    e.getMessage());
            return discard(open, fail(Status.CANNOT_UNDERSTAND, e.comment()));
        } catch (IOException e) {
            return discard(open, outOfResources(e));
        } catch (RuntimeException e) {
            LOG.error("a fault of this program made a C-STORE fail", e);
            return discard(open, fail(Status.PROCESSING_FAILURE, "internal error"));
        }
    }

    private CommandSet store(Incoming open) throws IOException {
        Dataset dataset = open.read(service.characterSets(), service.limits());
        CommandSet mismatch = mismatch(dataset);
        if (mismatch != null) {
            return discard(open, mismatch);
        }
        ReentrantLock lock = spool.lock(sopInstance());
        lock.lock();
        try {
            Receipt receipt = open.keep();
            if (receipt instanceof Receipt.Pending pending) {
                return answer(service.handOn(new StoredInstance(pending.object(), dataset)));
            }
            return receipt instanceof Receipt.Conflict
                    ? fail(Status.DUPLICATE_SOP_INSTANCE, "this SOP Instance UID is known with other content")
                    : success();
        } finally {
            lock.unlock();
        }
    }

    /** The data set must be the instance that the command announced (PS3.4 section B.2.3). */
    private @Nullable CommandSet mismatch(Dataset dataset) {
        String sopClass = dataset.string(Tag.SOP_CLASS_UID);
        if (sopClass != null && !sopClass.equals(request.abstractSyntax())) {
            return fail(Status.DATA_SET_DOES_NOT_MATCH_SOP_CLASS, "(0008,0016) is not the SOP class of the command");
        }
        String sopInstance = dataset.string(Tag.SOP_INSTANCE_UID);
        if (sopInstance != null && !sopInstance.equals(sopInstance())) {
            return fail(Status.DATA_SET_DOES_NOT_MATCH_SOP_CLASS, "(0008,0018) is not the instance of the command");
        }
        return null;
    }

    private CommandSet answer(Outcome outcome) {
        if (outcome instanceof Outcome.Refused refused) {
            return fail(refused.status(), refused.comment());
        }
        if (outcome instanceof Outcome.Unavailable unavailable) {
            return fail(Status.OUT_OF_RESOURCES, unavailable.comment());
        }
        return success();
    }

    private CommandSet success() {
        return CommandSet.responseTo(request.command(), Status.SUCCESS);
    }

    private CommandSet fail(int status, String comment) {
        return CommandSet.responseTo(request.command(), status).comment(comment);
    }

    private CommandSet outOfResources(IOException cause) {
        LOG.error("a C-STORE could not be stored: {}", cause.getMessage());
        return fail(
                Status.OUT_OF_RESOURCES, cause instanceof SpoolFullException ? "storage is full" : "storage failed");
    }

    private static CommandSet discard(Incoming open, CommandSet response) {
        try {
            open.abandon();
        } catch (IOException e) {
            LOG.error("an unfinished spool file could not be deleted; the next start does it: {}", e.getMessage());
        }
        return response;
    }

    @Override
    public void abandon() {
        Incoming open = incoming;
        incoming = null;
        if (open != null) {
            try {
                open.abandon();
            } catch (IOException e) {
                LOG.error("an unfinished spool file could not be deleted; the next start does it: {}", e.getMessage());
            }
        }
    }

    private String sopInstance() {
        String uid = request.command().text(CommandSet.AFFECTED_SOP_INSTANCE_UID);
        if (uid == null) {
            throw new IllegalStateException("the request was let pass without an Affected SOP Instance UID");
        }
        return uid;
    }
}
