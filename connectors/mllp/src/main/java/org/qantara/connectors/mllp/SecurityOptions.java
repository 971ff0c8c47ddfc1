package org.qantara.connectors.mllp;

import io.netty.handler.ssl.ClientAuth;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.mllp.metrics.Counters;
import org.qantara.connectors.mllp.tls.TlsFiles;
import org.qantara.connectors.mllp.tls.TlsSource;

/** The options of an endpoint about who may speak with it, and how privately. */
@UriParams
public class SecurityOptions {

    /** Whether senders have to show a certificate. */
    public enum ClientCertificate {
        need,
        want,
        none
    }

    @UriParam(label = "security", defaultValue = "false", description = "Speak TLS 1.2 or 1.3.")
    private boolean tls;

    @UriParam(
            label = "security",
            description = "PEM file with the own certificate, then its issuers. Taken into use again when it changes.")
    private @Nullable String certificateFile;

    @UriParam(label = "security", description = "PEM file with the private key of certificateFile, not encrypted.")
    private @Nullable String privateKeyFile;

    @UriParam(
            label = "security",
            description =
                    "PEM file with the certificates of the authorities that the other side's certificate must come from.")
    private @Nullable String trustFile;

    @UriParam(
            label = "security",
            defaultValue = "need",
            description =
                    "Consumers with tls=true: need = senders show a certificate of trustFile, want = they may, none = they are not asked.")
    private ClientCertificate clientCertificate = ClientCertificate.need;

    @UriParam(
            label = "security",
            description =
                    "Subjects of client certificates that may send here, separated by semicolons; a certificate needs all parts of one of them: CN=lis;CN=his,O=CHU. Without it every certificate of trustFile.")
    private @Nullable String allowedSubjects;

    @UriParam(
            label = "security",
            description =
                    "Addresses and networks that may connect, separated by commas: 10.1.2.3,10.4.0.0/16. Without it all.")
    private @Nullable String allowedPeers;

    @UriParam(
            label = "security",
            description =
                    "Why this endpoint may speak plain MLLP beyond this machine, in words for the auditor: 'inside the site VPN, approved 2026-03'. Without it, tls=false is refused off loopback.")
    private @Nullable String plaintextReason;

    @UriParam(
            label = "security",
            defaultValue = "true",
            description = "Producers with tls=true: the receiver's certificate must name the host of the endpoint.")
    private boolean verifyHost = true;

    @UriParam(
            label = "security",
            defaultValue = "10000",
            description = "How often, at most, the certificate files are looked at for changes.")
    private long tlsReloadMs = 10_000;

    /** Refuses a plain endpoint that others than this machine can reach, unless somebody says why. */
    void requireTlsOffLoopback(String host) throws IOException {
        boolean explained = plaintextReason != null && !plaintextReason.isBlank();
        if (!tls && !explained && !InetAddress.getByName(host).isLoopbackAddress()) {
            throw new IllegalArgumentException(
                    "mllp on " + host
                            + " would send patient data unencrypted; set tls=true with certificateFile and privateKeyFile, or say in plaintextReason why it may");
        }
    }

    AllowedSenders allowedSenders() {
        AllowedSenders senders = new AllowedSenders(allowedPeers, allowedSubjects);
        if (senders.namesSubjects() && (!tls || clientCertificate != ClientCertificate.need)) {
            throw new IllegalArgumentException(
                    "allowedSubjects needs tls=true and clientCertificate=need, or nobody would be asked for a certificate");
        }
        return senders;
    }

    /** The server side of TLS; null when the endpoint is plain. */
    @Nullable
    TlsSource serverTls(Counters counters) throws IOException, GeneralSecurityException {
        if (!tls) {
            return null;
        }
        if (trustFile == null && clientCertificate != ClientCertificate.none) {
            throw new IllegalArgumentException(
                    "clientCertificate=" + clientCertificate
                            + " needs trustFile, the PEM file of the authorities whose certificates senders show; or say clientCertificate=none");
        }
        ClientAuth clientAuth =
                switch (clientCertificate) {
                    case need -> ClientAuth.REQUIRE;
                    case want -> ClientAuth.OPTIONAL;
                    case none -> ClientAuth.NONE;
                };
        return new TlsSource(files(), new TlsSource.Role.Server(clientAuth), counters, tlsReloadMs);
    }

    /** The client side of TLS; null when the endpoint is plain. */
    @Nullable
    TlsSource clientTls(String host, int port, Counters counters) throws IOException, GeneralSecurityException {
        return tls
                ? new TlsSource(files(), new TlsSource.Role.Client(host, port, verifyHost), counters, tlsReloadMs)
                : null;
    }

    private TlsFiles files() {
        return new TlsFiles(path(certificateFile), path(privateKeyFile), path(trustFile));
    }

    private static @Nullable Path path(@Nullable String file) {
        return file == null || file.isBlank() ? null : Path.of(file);
    }

    public boolean isTls() {
        return tls;
    }

    public void setTls(boolean tls) {
        this.tls = tls;
    }

    public @Nullable String getCertificateFile() {
        return certificateFile;
    }

    public void setCertificateFile(@Nullable String certificateFile) {
        this.certificateFile = certificateFile;
    }

    public @Nullable String getPrivateKeyFile() {
        return privateKeyFile;
    }

    public void setPrivateKeyFile(@Nullable String privateKeyFile) {
        this.privateKeyFile = privateKeyFile;
    }

    public @Nullable String getTrustFile() {
        return trustFile;
    }

    public void setTrustFile(@Nullable String trustFile) {
        this.trustFile = trustFile;
    }

    public ClientCertificate getClientCertificate() {
        return clientCertificate;
    }

    public void setClientCertificate(ClientCertificate clientCertificate) {
        this.clientCertificate = clientCertificate;
    }

    public @Nullable String getAllowedSubjects() {
        return allowedSubjects;
    }

    public void setAllowedSubjects(@Nullable String allowedSubjects) {
        this.allowedSubjects = allowedSubjects;
    }

    public @Nullable String getAllowedPeers() {
        return allowedPeers;
    }

    public void setAllowedPeers(@Nullable String allowedPeers) {
        this.allowedPeers = allowedPeers;
    }

    public @Nullable String getPlaintextReason() {
        return plaintextReason;
    }

    public void setPlaintextReason(@Nullable String plaintextReason) {
        this.plaintextReason = plaintextReason;
    }

    public boolean isVerifyHost() {
        return verifyHost;
    }

    public void setVerifyHost(boolean verifyHost) {
        this.verifyHost = verifyHost;
    }

    public long getTlsReloadMs() {
        return tlsReloadMs;
    }

    public void setTlsReloadMs(long tlsReloadMs) {
        this.tlsReloadMs = tlsReloadMs;
    }
}
