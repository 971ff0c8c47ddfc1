package org.qantara.connectors.dicom.dimse;

import io.netty.buffer.ByteBuf;

/**
 * A service that a provider offers on an association: verification, storage, and the places for what comes later
 * (worklist, MPPS, storage commitment). One instance serves all associations; thread-safe.
 */
public interface DimseService {
    /** True when this service answers a request with this command field. */
    boolean handles(int commandField);

    /** Starts one operation. Called on the association's own worker thread, which may block. */
    Operation begin(DimseRequest request);

    /** The peer has released an association in order; everything it sent before was answered. */
    default void released(AssociationInfo association) {}

    /** One request on its way. Called from one thread at a time. */
    interface Operation {
        /** A piece of the data set; read it here, the caller releases it. Failures are kept for {@link #complete}. */
        void data(ByteBuf piece);

        /** The request is whole: does the work, as long as it takes, and returns the response. */
        CommandSet complete();

        /** The association ended before the request was whole: leave nothing behind. */
        void abandon();
    }
}
