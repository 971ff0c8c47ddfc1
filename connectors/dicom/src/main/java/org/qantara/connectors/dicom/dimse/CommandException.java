package org.qantara.connectors.dicom.dimse;

import java.io.IOException;

/** Bytes that are no command set, or a message that breaks DIMSE's order: the association is aborted. */
public final class CommandException extends IOException {
    private static final long serialVersionUID = 1L;

    public CommandException(String message) {
        super(message);
    }
}
