package org.qantara.connectors.dicom.pdu;

import java.util.List;

/**
 * A presentation context as proposed (PS3.8 section 9.3.2.2).
 *
 * @param id odd number from 1 to 255; the decoder hands on whatever came, the acceptor judges it
 * @param abstractSyntax SOP class UID
 * @param transferSyntaxes transfer syntax UIDs in the order proposed
 */
public record ProposedContext(int id, String abstractSyntax, List<String> transferSyntaxes) {
    public ProposedContext {
        transferSyntaxes = List.copyOf(transferSyntaxes);
    }
}
