package org.qantara.connectors.dicom.association;

import org.qantara.connectors.dicom.pdu.AssociateAc;
import org.qantara.connectors.dicom.pdu.AssociateRj;
import org.qantara.connectors.dicom.pdu.AssociateRq;
import org.qantara.connectors.dicom.pdu.Pdu;
import org.qantara.connectors.dicom.pdu.Pdv;

/** The user of a connection over the limit: rejects with "local limit exceeded", so that the peer tries again later. */
final class Congested implements AssociationUser {
    @Override
    public Pdu associateIndication(Association association, AssociateRq request) {
        return AssociateRj.LOCAL_LIMIT_EXCEEDED;
    }

    @Override
    public void established(Association association, AssociateRq request, AssociateAc accepted) {
        throw new IllegalStateException("a rejected association was established");
    }

    @Override
    public void rejected(AssociateRj rejection) {}

    @Override
    public void data(Pdv pdv) {
        pdv.release();
    }

    @Override
    public void releaseIndication() {}

    @Override
    public boolean busy() {
        return false;
    }

    @Override
    public void ended(Ending ending) {}
}
