package org.qantara.connectors.dicom.association;

import org.qantara.connectors.dicom.pdu.AssociateAc;
import org.qantara.connectors.dicom.pdu.AssociateRj;
import org.qantara.connectors.dicom.pdu.AssociateRq;
import org.qantara.connectors.dicom.pdu.Pdu;
import org.qantara.connectors.dicom.pdu.Pdv;

/**
 * What lives above one association: the service user of PS3.8 chapter 7. Every method is called on the association's
 * event loop, one at a time, and must not block.
 */
public interface AssociationUser {
    /** A request arrived (acceptor): the answer, either {@link AssociateAc} or {@link AssociateRj}. */
    Pdu associateIndication(Association association, AssociateRq request);

    /** The association is established. For the requestor {@code accepted} is what the peer answered. */
    void established(Association association, AssociateRq request, AssociateAc accepted);

    /** The peer refused the association (requestor); {@link #ended} follows. */
    void rejected(AssociateRj rejection);

    /** Data arrived; the receiver owns the buffer and releases it. */
    void data(Pdv pdv);

    /** The peer wants to release: answer with {@link Association#releaseResponse()} when the outstanding work is done. */
    void releaseIndication();

    /** True while work is outstanding, so that the silence of the peer is no reason to abort. */
    boolean busy();

    /** The association is over; called exactly once, also when it never was established. */
    void ended(Ending ending);
}
