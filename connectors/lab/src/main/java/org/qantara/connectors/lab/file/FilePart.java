package org.qantara.connectors.lab.file;

/**
 * One message of a file.
 *
 * @param bytes the message as it stands in the file; a delimited record is preceded by the file's header lines
 * @param fault why it is no whole message, without any of its text; empty when it is one
 */
record FilePart(byte[] bytes, String fault) {
    boolean whole() {
        return fault.isEmpty();
    }
}
