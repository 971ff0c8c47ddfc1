package org.qantara.connectors.dicom.dimse;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.dicom.dataset.CharacterSets;
import org.qantara.connectors.dicom.dataset.ReadLimits;
import org.qantara.connectors.dicom.dataset.Uids;
import org.qantara.connectors.dicom.dimse.InstanceHandler.Outcome;
import org.qantara.connectors.dicom.part10.DicomFile;
import org.qantara.connectors.dicom.part10.FileMeta;
import org.qantara.connectors.dicom.part10.Spool;
import org.qantara.connectors.dicom.part10.StoredObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Storage as provider (PS3.4 annex B): each C-STORE is spooled, read, made durable, handed on, and only then answered
 * with success. One instance serves all associations; thread-safe.
 */
public final class StorageService implements DimseService {
    private static final Logger LOG = LoggerFactory.getLogger(StorageService.class);

    private final Spool spool;
    private final InstanceHandler handler;
    private final CharacterSets characterSets;
    private final ReadLimits limits;
    private final Predicate<String> taken;

    public StorageService(Spool spool, InstanceHandler handler, CharacterSets characterSets, ReadLimits limits) {
        this(spool, handler, characterSets, limits, Uids.storageSopClasses()::contains);
    }

    /** @param taken which SOP classes are stored when they come as files; for associations the negotiation decides */
    public StorageService(
            Spool spool,
            InstanceHandler handler,
            CharacterSets characterSets,
            ReadLimits limits,
            Predicate<String> taken) {
        this.taken = taken;
        this.spool = spool;
        this.handler = handler;
        this.characterSets = characterSets;
        this.limits = limits;
    }

    @Override
    public boolean handles(int commandField) {
        return commandField == Command.C_STORE_RQ;
    }

    @Override
    public Operation begin(DimseRequest request) {
        return new StoreOperation(this, spool, request);
    }

    @Override
    public void released(AssociationInfo association) {
        try {
            handler.released(association);
        } catch (RuntimeException e) {
            LOG.error("a fault of this program kept a release from being told", e);
        }
    }

    CharacterSets characterSets() {
        return characterSets;
    }

    ReadLimits limits() {
        return limits;
    }

    /**
     * What became of a file.
     *
     * @param status as in a C-STORE-RSP
     * @param comment why not, null on success
     */
    public record Stored(
            int status, @Nullable String comment, @Nullable String sopClassUid, @Nullable String sopInstanceUid) {
        /** Whether it is durable and was handed on. */
        public boolean isSuccess() {
            return status == Status.SUCCESS;
        }
    }

    /**
     * Stores a DICOM file that comes as a stream; returns when it can be answered. Reads the stream to its end, unless it fails before.
     *
     * @throws IOException when the stream or the disk fails: nothing was kept
     */
    public Stored store(InputStream file, AssociationInfo from) throws IOException {
        return new StreamedStore(this, spool, from).store(file);
    }

    /** Whether the policy takes instances of that class in that syntax, by whatever way they come. */
    boolean takes(FileMeta meta) {
        return taken.test(meta.sopClassUid()) && Uids.transferSyntaxes().contains(meta.transferSyntaxUid());
    }

    /** Hands a pending instance on and notes what became of it. The caller holds the instance's lock. */
    Outcome handOn(StoredInstance instance) throws IOException {
        Outcome outcome = handler.handle(instance);
        if (outcome instanceof Outcome.Accepted) {
            spool.accept(instance.object());
            handler.kept(instance.object());
        } else if (outcome instanceof Outcome.Refused) {
            spool.refuse(instance.object());
        }
        return outcome;
    }

    /**
     * Hands on what is durable and was not accepted: after a crash, or while the inbox was not available.
     *
     * @return how many are still pending: the inbox is not available, or the file cannot be read
     */
    public int reconcile() throws IOException {
        int left = 0;
        for (StoredObject object : spool.pending()) {
            try {
                left += offer(object) ? 0 : 1;
            } catch (IOException e) {
                LOG.error("spool object {} stays pending, the others go on: {}", object.id(), e.getMessage());
                left++;
            }
        }
        return left;
    }

    /** True when nothing is left to do for the object. */
    private boolean offer(StoredObject object) throws IOException {
        ReentrantLock lock = spool.lock(object.meta().sopInstanceUid());
        lock.lock();
        try {
            if (!spool.isPending(object)) {
                return true; // an association was quicker
            }
            DicomFile file = DicomFile.read(object.path(), characterSets, limits);
            Outcome outcome = handOn(new StoredInstance(object, file.dataset()));
            LOG.info(
                    "spool object {} was pending: {}",
                    object.id(),
                    outcome.getClass().getSimpleName());
            return !(outcome instanceof Outcome.Unavailable);
        } finally {
            lock.unlock();
        }
    }
}
