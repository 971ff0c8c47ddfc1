package org.qantara.connectors.dicom.dimse;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.dicom.association.Association;
import org.qantara.connectors.dicom.association.Requestor;
import org.qantara.connectors.dicom.association.Transport;
import org.qantara.connectors.dicom.dataset.CharacterSets;
import org.qantara.connectors.dicom.dataset.ReadLimits;
import org.qantara.connectors.dicom.dataset.Tag;
import org.qantara.connectors.dicom.dataset.Uids;
import org.qantara.connectors.dicom.part10.DicomFile;
import org.qantara.connectors.dicom.part10.FileMeta;
import org.qantara.connectors.dicom.pdu.AssociateAc;
import org.qantara.connectors.dicom.pdu.AssociateRq;
import org.qantara.connectors.dicom.pdu.ContextResult;
import org.qantara.connectors.dicom.pdu.Pdu;
import org.qantara.connectors.dicom.pdu.Pdv;
import org.qantara.connectors.dicom.pdu.ProposedContext;
import org.qantara.connectors.dicom.pdu.UserInformation;

/**
 * Verification and storage as user: one open association, blocking calls, one at a time. Not thread-safe. {@link #close}
 * releases it.
 */
public final class Scu implements AutoCloseable {
    private static final int CONTEXTS_MAX = 128;
    private static final int BATCH_BYTES = 1 << 20;

    /** SOP class and transfer syntax of what is to be sent. */
    public record Kind(String sopClassUid, String transferSyntaxUid) {
        /** What a DICOM file holds. */
        public static Kind of(Path file) throws IOException {
            return Instance.of(file).kind();
        }
    }

    /** What a C-STORE-RQ says of a file. The data set counts: File Meta Information of anonymised files is often stale. */
    private record Instance(Kind kind, String sopInstanceUid, long datasetOffset) {
        static Instance of(Path file) throws IOException {
            DicomFile read = DicomFile.read(file, CharacterSets.TRUSTING, ReadLimits.DEFAULT);
            FileMeta meta = read.meta();
            String sopClass = read.dataset().string(Tag.SOP_CLASS_UID);
            String sopInstance = read.dataset().string(Tag.SOP_INSTANCE_UID);
            return new Instance(
                    new Kind(sopClass != null ? sopClass : meta.sopClassUid(), meta.transferSyntaxUid()),
                    sopInstance != null ? sopInstance : meta.sopInstanceUid(),
                    meta.datasetOffset());
        }
    }

    /**
     * The answer to a C-STORE.
     *
     * @param comment Error Comment (0000,0902), null without one
     */
    public record StoreResponse(int status, @Nullable String comment) {
        public boolean stored() {
            return status == Status.SUCCESS || Status.isWarning(status);
        }
    }

    private final ScuSettings settings;
    private final Transport transport;
    private final ScuSession session = new ScuSession();
    private final Association association;
    private final Map<Kind, Integer> accepted = new HashMap<>();
    private final long peerMaxPduLength;
    private int messageId;

    private Scu(ScuSettings settings, Destination to, Collection<Kind> kinds) throws IOException {
        this.settings = settings;
        List<ProposedContext> contexts = contexts(kinds);
        UserInformation own = UserInformation.own(settings.association().maxPduLength());
        AssociateRq request = new AssociateRq(
                1,
                to.aeTitle(),
                settings.callingAeTitle(),
                Pdu.APPLICATION_CONTEXT,
                contexts,
                new UserInformation(
                        own.maxPduLength(),
                        own.implementationClassUid(),
                        own.implementationVersionName(),
                        null,
                        List.of(),
                        settings.identity(),
                        null));
        transport = new Transport("dicom-scu", 1);
        try {
            association = new Requestor(transport, settings.association(), settings.tls())
                    .open(to.host(), to.port(), request, session);
            AssociateAc answer = await(session.answer(), settings.association().responseTimeoutMs() + 1000);
            peerMaxPduLength = answer.userInformation().maxPduLength();
            for (ContextResult result : answer.contexts()) {
                contexts.stream()
                        .filter(context -> result.accepted() && context.id() == result.id())
                        .forEach(context -> accepted.putIfAbsent(
                                new Kind(context.abstractSyntax(), result.transferSyntax()), context.id()));
            }
        } catch (IOException | RuntimeException e) {
            transport.close();
            throw e;
        }
    }

    /**
     * Opens an association.
     *
     * @param kinds what will be sent; verification is always proposed too
     * @throws IOException when the peer is not reached, or rejects
     */
    public static Scu connect(ScuSettings settings, Destination to, Collection<Kind> kinds) throws IOException {
        return new Scu(settings, to, kinds);
    }

    /** One context per kind: what is proposed together is accepted in only one of its transfer syntaxes. */
    private static List<ProposedContext> contexts(Collection<Kind> kinds) {
        List<ProposedContext> contexts = new ArrayList<>();
        contexts.add(new ProposedContext(1, Uids.VERIFICATION, List.of(Uids.IMPLICIT_VR_LITTLE_ENDIAN)));
        for (Kind kind : kinds.stream().distinct().toList()) {
            contexts.add(new ProposedContext(
                    contexts.size() * 2 + 1, kind.sopClassUid(), List.of(kind.transferSyntaxUid())));
        }
        if (contexts.size() > CONTEXTS_MAX) {
            throw new IllegalArgumentException(
                    contexts.size() + " presentation contexts are needed, an association has " + CONTEXTS_MAX
                            + ": send in several parts");
        }
        return contexts;
    }

    /** C-ECHO; the status, normally {@link Status#SUCCESS}. */
    public int echo() throws IOException {
        Integer context = accepted.get(new Kind(Uids.VERIFICATION, Uids.IMPLICIT_VR_LITTLE_ENDIAN));
        if (context == null) {
            throw new IOException("the peer did not accept the verification SOP class");
        }
        CommandSet request = new CommandSet()
                .put(CommandSet.AFFECTED_SOP_CLASS_UID, Uids.VERIFICATION)
                .put(CommandSet.COMMAND_FIELD, Command.C_ECHO_RQ)
                .put(CommandSet.MESSAGE_ID, ++messageId & 0xFFFF)
                .put(CommandSet.COMMAND_DATA_SET_TYPE, Command.NO_DATA_SET);
        written(association.send(Fragmenter.command(context, request.write(), peerMaxPduLength)));
        return response().number(CommandSet.STATUS, Status.PROCESSING_FAILURE);
    }

    /** True when the peer accepted this kind. */
    public boolean accepts(Kind kind) {
        return accepted.containsKey(kind);
    }

    /**
     * C-STORE of a DICOM file, byte for byte (and a zero byte where the length is odd); memory does not depend on its size.
     *
     * @throws IOException when the peer did not accept the file's kind, or the association ended
     */
    public StoreResponse store(Path file) throws IOException {
        Instance instance = Instance.of(file);
        Kind kind = instance.kind();
        Integer context = accepted.get(kind);
        if (context == null) {
            throw new IOException("the peer did not accept " + Uids.name(kind.sopClassUid()) + " in "
                    + Uids.name(kind.transferSyntaxUid()));
        }
        CommandSet request = new CommandSet()
                .put(CommandSet.AFFECTED_SOP_CLASS_UID, kind.sopClassUid())
                .put(CommandSet.COMMAND_FIELD, Command.C_STORE_RQ)
                .put(CommandSet.MESSAGE_ID, ++messageId & 0xFFFF)
                .put(CommandSet.PRIORITY, 0)
                .put(CommandSet.COMMAND_DATA_SET_TYPE, 1)
                .put(CommandSet.AFFECTED_SOP_INSTANCE_UID, instance.sopInstanceUid());
        List<Pdv> batch = new ArrayList<>(Fragmenter.command(context, request.write(), peerMaxPduLength));
        try (FileChannel channel = FileChannel.open(file)) {
            dataSet(channel, instance.datasetOffset(), context, batch);
        } finally {
            batch.forEach(Pdv::release); // what a failure left unsent
        }
        CommandSet response = response();
        return new StoreResponse(
                response.number(CommandSet.STATUS, Status.PROCESSING_FAILURE), response.text(CommandSet.ERROR_COMMENT));
    }

    /** Sends in batches, each awaited, so that a slow peer holds us and not our memory. */
    private void dataSet(FileChannel channel, long from, int context, List<Pdv> batch) throws IOException {
        int max = Fragmenter.valueBytesMax(peerMaxPduLength);
        long end = channel.size();
        int batchBytes = 0;
        long at = from;
        do {
            int length = (int) Math.min(max, end - at);
            ByteBuf piece = PooledByteBufAllocator.DEFAULT.ioBuffer(length + 1);
            while (piece.readableBytes() < length) {
                if (piece.writeBytes(channel, at + piece.readableBytes(), length - piece.readableBytes()) < 0) {
                    piece.release();
                    throw new IOException("the file became shorter while it was sent");
                }
            }
            at += length;
            if (length % 2 == 1) {
                piece.writeByte(0); // a deflated data set of odd length: PDVs are even (PS3.5 annex A.5), dcmtk insists
            }
            batch.add(new Pdv(context, false, at == end, piece));
            batchBytes += length;
            if (batchBytes >= BATCH_BYTES || at == end) {
                List<Pdv> sent = List.copyOf(batch);
                batch.clear();
                written(association.send(sent));
                batchBytes = 0;
            }
        } while (at < end);
    }

    private void written(CompletableFuture<Void> sent) throws IOException {
        await(sent, settings.dimseTimeoutMs());
    }

    private CommandSet response() throws IOException {
        try {
            Object response = session.responses().poll(settings.dimseTimeoutMs(), TimeUnit.MILLISECONDS);
            if (response instanceof IOException end) {
                throw end;
            }
            if (response instanceof CommandSet answer) {
                int answered = answer.number(CommandSet.MESSAGE_ID_BEING_RESPONDED_TO, -1);
                if (answered != (messageId & 0xFFFF)) {
                    association.abort("a response to message " + answered);
                    throw new IOException("the peer answered message " + answered + " instead of " + messageId);
                }
                return answer;
            }
            association.abort("no response");
            throw new IOException("no response for " + settings.dimseTimeoutMs() + " ms");
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static <T> T await(CompletableFuture<T> future, long timeoutMs) throws IOException {
        try {
            return future.get(timeoutMs, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("the peer does not answer for " + timeoutMs + " ms", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IOException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new IOException("interrupted", cause);
    }

    /** Releases the association; a peer that does not answer is left after a while. */
    @Override
    public void close() {
        association.release();
        try {
            session.ending().get(settings.association().responseTimeoutMs() + 1000L, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            association.abort("no answer to the release");
        }
        transport.close();
    }
}
