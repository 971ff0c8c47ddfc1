package org.qantara.connectors.dicom.dataset;

/**
 * One data element.
 *
 * @param vr as encoded, or of the dictionary for implicit VR
 * @param offset where the element's tag begins, in bytes of the stored object
 * @param bigEndian byte order of a binary value
 */
public record Element(int tag, Vr vr, long offset, boolean bigEndian, Value value) {}
