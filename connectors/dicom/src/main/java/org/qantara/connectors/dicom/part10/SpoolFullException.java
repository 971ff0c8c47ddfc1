package org.qantara.connectors.dicom.part10;

import java.io.IOException;

/** The quota or the disk is used up: answered with A700H, so that the sender keeps the instance and comes again. */
public final class SpoolFullException extends IOException {
    private static final long serialVersionUID = 1L;

    public SpoolFullException(String message) {
        super(message);
    }
}
