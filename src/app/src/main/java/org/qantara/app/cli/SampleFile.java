package org.qantara.app.cli;

import java.nio.file.Path;

/**
 * One message of a demo run.
 *
 * @param facility the folder it lies in, which is the facility whose route takes it
 * @param file where it lies
 * @param body its bytes
 * @param controlId MSH-10, by which the ledger is asked for it
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record SampleFile(String facility, Path file, byte[] body, String controlId) {}
