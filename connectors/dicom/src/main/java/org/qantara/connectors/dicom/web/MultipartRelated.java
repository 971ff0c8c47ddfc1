package org.qantara.connectors.dicom.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Writes a multipart/related body (RFC 2387) part by part; nothing is collected. Not thread-safe. */
public final class MultipartRelated {
    private final String boundary = "qantara-" + UUID.randomUUID();
    private final String type;
    private final OutputStream out;

    /**
     * @param type media type of the parts, {@code application/dicom}
     */
    public MultipartRelated(String type, OutputStream out) {
        this.type = type;
        this.out = out;
    }

    /** The Content-Type of the whole. */
    public String contentType() {
        return "multipart/related; type=\"" + type + "\"; boundary=" + boundary;
    }

    /** Begins a part; its bytes are written to the stream by the caller. */
    public void begin(String contentType, String location) throws IOException {
        text("\r\n--" + boundary + "\r\nContent-Type: " + contentType + "\r\nContent-Location: " + location
                + "\r\n\r\n");
    }

    /** Ends the whole. */
    public void end() throws IOException {
        text("\r\n--" + boundary + "--\r\n");
        out.flush();
    }

    private void text(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
