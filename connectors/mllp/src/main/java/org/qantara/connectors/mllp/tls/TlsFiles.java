package org.qantara.connectors.mllp.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where certificates and keys are, all PEM.
 *
 * @param certificate own certificate, then its issuers; null for a client without one
 * @param privateKey PKCS#8, not encrypted: protect the file; null together with {@code certificate}
 * @param trust certificates of the authorities whose signature the other side needs; null for those of the Java runtime (clients) or none (servers)
 */
public record TlsFiles(@Nullable Path certificate, @Nullable Path privateKey, @Nullable Path trust) {

    public TlsFiles {
        if ((certificate == null) != (privateKey == null)) {
            throw new IllegalArgumentException("certificateFile and privateKeyFile come together, found only "
                    + (certificate == null ? "privateKeyFile" : "certificateFile"));
        }
    }

    /** Size and time of each file: differs when one was replaced. */
    List<String> fingerprint() throws IOException {
        List<String> fingerprint = new ArrayList<>();
        for (Path file : Stream.of(certificate, privateKey, trust)
                .filter(Objects::nonNull)
                .toList()) {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            fingerprint.add(
                    file + "|" + attributes.size() + "|" + attributes.lastModifiedTime() + "|" + attributes.fileKey());
        }
        return fingerprint;
    }
}
