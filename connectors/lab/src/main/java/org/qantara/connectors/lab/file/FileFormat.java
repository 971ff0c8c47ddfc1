package org.qantara.connectors.lab.file;

/** What the files of a folder hold, and the headers that say so. */
public enum FileFormat {
    hprim("hprim"),
    astm("file"),
    hl7v2("file"),
    csv("file");

    private final String protocol;

    FileFormat(String protocol) {
        this.protocol = protocol;
    }

    /** The value of {@code QantaraProtocol}. */
    String protocol() {
        return protocol;
    }
}
