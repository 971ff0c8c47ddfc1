package org.qantara.connectors.dicom.pdu;

/** A-RELEASE-RQ (PS3.8 section 9.3.6). */
public record ReleaseRq() implements Pdu {}
