package org.qantara.app.settings;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * PEM files of this node.
 *
 * @param certificate chain, leaf first ({@code QANTARA_TLS_CERT})
 * @param key PKCS#8 private key ({@code QANTARA_TLS_KEY})
 * @param authorities certificates of those whose peers are trusted ({@code QANTARA_TLS_CA}); null = the JVM's own list
 */
public record TlsFiles(Path certificate, Path key, @Nullable Path authorities) {}
