package org.qantara.connectors.dicom.pdu;

import java.util.List;

/**
 * A-ASSOCIATE-RQ (PS3.8 section 9.3.2): who calls whom and what is proposed.
 *
 * @param protocolVersion bit field; bit 0 stands for version 1, the only one there is
 * @param calledAeTitle AE title of the acceptor, without padding
 * @param callingAeTitle AE title of the requestor, without padding
 * @param applicationContext normally {@link Pdu#APPLICATION_CONTEXT}
 * @param contexts presentation contexts in the order proposed
 */
public record AssociateRq(
        int protocolVersion,
        String calledAeTitle,
        String callingAeTitle,
        String applicationContext,
        List<ProposedContext> contexts,
        UserInformation userInformation)
        implements Pdu {
    public AssociateRq {
        contexts = List.copyOf(contexts);
    }
}
