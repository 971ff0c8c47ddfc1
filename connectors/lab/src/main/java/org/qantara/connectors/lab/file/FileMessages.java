package org.qantara.connectors.lab.file;

import java.util.ArrayList;
import java.util.List;

/** The messages of a file as the pickup of a folder cuts them, for tools that read files themselves. */
public final class FileMessages {
    private FileMessages() {}

    /**
     * The messages in order, whole or not, none of their bytes changed; of a delimited file one per record, each behind the heading.
     *
     * @param charset Java name of the file's character set
     */
    public static List<byte[]> of(byte[] file, FileFormat format, String charset) {
        List<byte[]> messages = new ArrayList<>();
        FileSplitter.split(file, format, charset, format == FileFormat.csv ? 1 : 0, part -> messages.add(part.bytes()));
        return messages;
    }
}
