package org.qantara.app.node;

import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import javax.net.ssl.SSLContext;
import org.apache.camel.CamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.jspecify.annotations.Nullable;
import org.qantara.app.settings.TlsFiles;

/** This node's certificate, in PEM files, for the routes that store DICOM objects. Read when a route starts. */
final class DicomTls extends SSLContextParameters {
    private final TlsFiles files;

    DicomTls(TlsFiles files) {
        this.files = files;
    }

    @Override
    public SSLContext createSSLContext(@Nullable CamelContext camel) throws IOException {
        var builder = SslContextBuilder.forServer(
                        files.certificate().toFile(), files.key().toFile())
                .sslProvider(SslProvider.JDK);
        if (files.authorities() != null)
            builder.trustManager(files.authorities().toFile());
        return ((JdkSslContext) builder.build()).context();
    }
}
