package org.qantara.connectors.dicom.pdu;

/** A-RELEASE-RP (PS3.8 section 9.3.7). */
public record ReleaseRp() implements Pdu {}
