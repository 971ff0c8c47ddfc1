package org.qantara.connectors.dicom.dataset;

import java.io.IOException;

/**
 * Bytes that are no readable DICOM data set: what, at which offset, in which element. Never shows a value.
 */
public final class DatasetException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Code {
        TRUNCATED,
        INVALID_LENGTH,
        UNEXPECTED_TAG,
        NESTED_TOO_DEEP,
        TOO_MANY_ELEMENTS,
        INFLATE_LIMIT,
        INVALID_DEFLATE,
        NOT_PART10,
        UNKNOWN_TRANSFER_SYNTAX
    }

    private final Code code;
    private final int tag;
    private final long offset;

    /** @param tag the element being read, 0 when none was */
    public DatasetException(Code code, int tag, long offset, String text) {
        super(text + " at offset " + offset + (tag == 0 ? "" : " in " + Tag.text(tag)));
        this.code = code;
        this.tag = tag;
        this.offset = offset;
    }

    public Code code() {
        return code;
    }

    public int tag() {
        return tag;
    }

    public long offset() {
        return offset;
    }

    /** At most 64 characters for the Error Comment (0000,0902) of a response. */
    public String comment() {
        String at = code + (tag == 0 ? "" : " " + Tag.text(tag)) + " offset " + offset;
        return at.length() <= 64 ? at : at.substring(0, 64);
    }
}
