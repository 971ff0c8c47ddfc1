package org.qantara.connectors.dicom.pdu;

import java.util.List;

/** A-ASSOCIATE-AC (PS3.8 section 9.3.3): the association is accepted, context by context. AE titles are echoed from the request. */
public record AssociateAc(
        String calledAeTitle,
        String callingAeTitle,
        String applicationContext,
        List<ContextResult> contexts,
        UserInformation userInformation)
        implements Pdu {
    public AssociateAc {
        contexts = List.copyOf(contexts);
    }
}
