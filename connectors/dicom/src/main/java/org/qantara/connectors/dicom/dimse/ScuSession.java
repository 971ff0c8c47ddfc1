package org.qantara.connectors.dicom.dimse;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.dicom.association.Association;
import org.qantara.connectors.dicom.association.AssociationUser;
import org.qantara.connectors.dicom.association.Ending;
import org.qantara.connectors.dicom.pdu.AssociateAc;
import org.qantara.connectors.dicom.pdu.AssociateRj;
import org.qantara.connectors.dicom.pdu.AssociateRq;
import org.qantara.connectors.dicom.pdu.Pdu;
import org.qantara.connectors.dicom.pdu.Pdv;

/** The user's side of one association, between the event loop and the thread that waits: one operation at a time. */
final class ScuSession implements AssociationUser {
    private static final int COMMAND_BYTES_MAX = 64 * 1024;

    private final CompletableFuture<AssociateAc> answer = new CompletableFuture<>();
    private final CompletableFuture<Ending> ending = new CompletableFuture<>();
    /** A response, or the exception that stands for the end of the association. */
    private final BlockingQueue<Object> responses = new ArrayBlockingQueue<>(16);

    private final ByteBuf command = Unpooled.buffer(256);
    private @Nullable Association association;

    CompletableFuture<AssociateAc> answer() {
        return answer;
    }

    CompletableFuture<Ending> ending() {
        return ending;
    }

    BlockingQueue<Object> responses() {
        return responses;
    }

    @Override
    public Pdu associateIndication(Association indicated, AssociateRq request) {
        return AssociateRj.NO_REASON; // we asked; a request in the other direction makes no sense here
    }

    @Override
    public void established(Association established, AssociateRq request, AssociateAc accepted) {
        association = established;
        answer.complete(accepted);
    }

    @Override
    public void rejected(AssociateRj rejection) {
        answer.completeExceptionally(new IOException("the association was " + rejection.meaning()));
    }

    @Override
    public void data(Pdv pdv) {
        try {
            if (!pdv.command()) {
                return; // responses of C-ECHO and C-STORE have no data set
            }
            if (command.readableBytes() + pdv.content().readableBytes() > COMMAND_BYTES_MAX) {
                throw new CommandException("the response is longer than " + COMMAND_BYTES_MAX + " bytes");
            }
            command.writeBytes(pdv.content());
            if (pdv.last()) {
                CommandSet response = CommandSet.read(command);
                command.clear();
                if (!responses.offer(response)) {
                    throw new CommandException("the peer sends responses that nobody asked for");
                }
            }
        } catch (CommandException e) {
            Association known = association;
            if (known != null) {
                known.abort(e.getMessage() + "");
            }
        } finally {
            pdv.release();
        }
    }

    @Override
    public void releaseIndication() {
        Association known = association;
        if (known != null) {
            known.releaseResponse();
        }
    }

    /** The waiting thread has its own time limit per response. */
    @Override
    public boolean busy() {
        return true;
    }

    @Override
    public void ended(Ending how) {
        IOException end = new IOException("the association ended: " + how.text());
        answer.completeExceptionally(end);
        responses.offer(end);
        ending.complete(how);
    }
}
