package org.qantara.connectors.lab.file;

/** A file stays where it is, because a message of it could not be stored: it is picked up again at a later poll. */
final class FileNotTaken extends Exception {
    private static final long serialVersionUID = 1L;

    FileNotTaken(String reason) {
        super(reason, null, false, false);
    }
}
