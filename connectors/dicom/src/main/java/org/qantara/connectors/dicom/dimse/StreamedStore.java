package org.qantara.connectors.dicom.dimse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.dicom.dataset.Dataset;
import org.qantara.connectors.dicom.dataset.DatasetException;
import org.qantara.connectors.dicom.dataset.Tag;
import org.qantara.connectors.dicom.dataset.Uids;
import org.qantara.connectors.dicom.part10.DicomFile;
import org.qantara.connectors.dicom.part10.FileMeta;
import org.qantara.connectors.dicom.part10.Incoming;
import org.qantara.connectors.dicom.part10.Provenance;
import org.qantara.connectors.dicom.part10.Receipt;
import org.qantara.connectors.dicom.part10.Spool;
import org.qantara.connectors.dicom.part10.SpoolFullException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores a DICOM file that comes as a stream (STOW-RS) the way a C-STORE is stored: spooled, read, durable, handed on, then answered. */
final class StreamedStore {
    private static final Logger LOG = LoggerFactory.getLogger(StreamedStore.class);
    private static final int HEAD_BYTES = 132 + 64 * 1024;
    private static final int COPY_BYTES = 128 * 1024;

    private final StorageService service;
    private final Spool spool;
    private final AssociationInfo from;

    StreamedStore(StorageService service, Spool spool, AssociationInfo from) {
        this.service = service;
        this.spool = spool;
        this.from = from;
    }

    /** What became of a file: a DIMSE status and which instance it was, as far as that is known. */
    StorageService.Stored store(InputStream file) throws IOException {
        byte[] head = file.readNBytes(HEAD_BYTES);
        FileMeta meta;
        try {
            meta = DicomFile.meta(head);
        } catch (DatasetException e) {
            return new StorageService.Stored(Status.CANNOT_UNDERSTAND, e.comment(), null, null);
        }
        if (!Uids.valid(meta.sopInstanceUid()) || !Uids.valid(meta.sopClassUid())) {
            return stored(meta, Status.INVALID_SOP_INSTANCE, "Media Storage SOP UIDs are missing or no UIDs");
        }
        if (!service.takes(meta)) {
            return stored(meta, Status.SOP_CLASS_NOT_SUPPORTED, "this route does not take such objects");
        }
        @Nullable Incoming incoming = null;
        try {
            incoming = spool.receive(
                    meta.sopClassUid(),
                    meta.sopInstanceUid(),
                    meta.transferSyntaxUid(),
                    new Provenance(
                            from.callingAeTitle(),
                            from.calledAeTitle(),
                            from.peer(),
                            from.localPort(),
                            from.peerCertificate(),
                            Instant.EPOCH));
            incoming.write(ByteBuffer.wrap(head, (int) meta.datasetOffset(), head.length - (int) meta.datasetOffset()));
            byte[] piece = new byte[COPY_BYTES];
            for (int read = file.read(piece); read >= 0; read = file.read(piece)) {
                incoming.write(ByteBuffer.wrap(piece, 0, read));
            }
            Incoming whole = incoming;
            incoming = null;
            return keep(whole, meta);
        } catch (DatasetException e) {
            return stored(meta, Status.CANNOT_UNDERSTAND, e.comment());
        } catch (SpoolFullException e) {
            return stored(meta, Status.OUT_OF_RESOURCES, "storage is full");
        } finally {
            if (incoming != null) {
                incoming.abandon();
            }
        }
    }

    private StorageService.Stored keep(Incoming incoming, FileMeta meta) throws IOException {
        Dataset dataset;
        try {
            dataset = incoming.read(service.characterSets(), service.limits());
        } catch (IOException | RuntimeException e) {
            incoming.abandon();
            throw e;
        }
        if (differs(dataset, Tag.SOP_CLASS_UID, meta.sopClassUid())
                || differs(dataset, Tag.SOP_INSTANCE_UID, meta.sopInstanceUid())) {
            incoming.abandon();
            return stored(
                    meta,
                    Status.DATA_SET_DOES_NOT_MATCH_SOP_CLASS,
                    "the data set is not the instance of its file meta");
        }
        ReentrantLock lock = spool.lock(meta.sopInstanceUid());
        lock.lock();
        try {
            Receipt receipt = incoming.keep();
            if (receipt instanceof Receipt.Conflict) {
                return stored(meta, Status.DUPLICATE_SOP_INSTANCE, "known with other content");
            }
            if (!(receipt instanceof Receipt.Pending pending)) {
                return stored(meta, Status.SUCCESS, null);
            }
            InstanceHandler.Outcome outcome = service.handOn(new StoredInstance(pending.object(), dataset));
            if (outcome instanceof InstanceHandler.Outcome.Refused refused) {
                return stored(meta, refused.status(), refused.comment());
            }
            return outcome instanceof InstanceHandler.Outcome.Unavailable unavailable
                    ? stored(meta, Status.OUT_OF_RESOURCES, unavailable.comment())
                    : stored(meta, Status.SUCCESS, null);
        } finally {
            lock.unlock();
        }
    }

    private static boolean differs(Dataset dataset, int tag, String expected) {
        String said = dataset.string(tag);
        return said != null && !said.equals(expected);
    }

    private static StorageService.Stored stored(FileMeta meta, int status, @Nullable String comment) {
        if (status != Status.SUCCESS) {
            LOG.warn("a file over HTTP was not stored: {}", Status.text(status));
        }
        return new StorageService.Stored(status, comment, meta.sopClassUid(), meta.sopInstanceUid());
    }
}
