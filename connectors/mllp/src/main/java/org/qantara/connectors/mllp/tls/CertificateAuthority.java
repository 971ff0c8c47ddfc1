package org.qantara.connectors.mllp.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A self-made certificate authority in a folder, for tests and pilots: {@code ca.crt} and {@code ca.key}, and a pair of files for each name it
 * issues to. Keys are P-256; key files can be read by their owner only. No revocation: whoever needs it uses a real authority.
 *
 * <p>Existing files are never overwritten, except by {@link #issue} for a name that it issues again.
 */
public final class CertificateAuthority {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration AUTHORITY_LIFETIME = Duration.ofDays(3650);
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:]*:[0-9a-fA-F:]*");
    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private final Path folder;
    private final X509Certificate certificate;
    private final PrivateKey privateKey;

    private CertificateAuthority(Path folder, X509Certificate certificate, PrivateKey privateKey) {
        this.folder = folder;
        this.certificate = certificate;
        this.privateKey = privateKey;
    }

    /** Makes a new authority called {@code name}; fails when the folder has one. */
    public static CertificateAuthority create(Path folder, String name) throws IOException, GeneralSecurityException {
        Files.createDirectories(folder);
        if (Files.exists(folder.resolve("ca.crt")) || Files.exists(folder.resolve("ca.key"))) {
            throw new FileAlreadyExistsException(folder.resolve("ca.crt") + ", the folder already has an authority");
        }
        KeyPair pair = keyPair();
        Instant now = Instant.now();
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                x500(name),
                serial(),
                before(now),
                Date.from(now.plus(AUTHORITY_LIFETIME)),
                x500(name),
                pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        builder.addExtension(
                Extension.subjectKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
        X509Certificate certificate = sign(builder, pair.getPrivate());
        writeKey(folder.resolve("ca.key"), pair.getPrivate());
        writeCertificate(folder.resolve("ca.crt"), certificate);
        return new CertificateAuthority(folder, certificate, pair.getPrivate());
    }

    /** Opens the authority of a folder that {@link #create} made. */
    public static CertificateAuthority open(Path folder) throws IOException, GeneralSecurityException {
        KeyPairFiles files = KeyPairFiles.read(folder.resolve("ca.crt"), folder.resolve("ca.key"));
        return new CertificateAuthority(folder, files.certificate(), files.privateKey());
    }

    /** The certificate that the other side has to trust: {@code ca.crt}. */
    public Path trustFile() {
        return folder.resolve("ca.crt");
    }

    /**
     * Issues a certificate, for servers and clients alike, into {@code <commonName>.crt} and {@code <commonName>.key}.
     *
     * @param commonName becomes {@code CN}; letters, digits, dot, hyphen, underscore
     * @param hosts names and addresses that connect to it; may be empty for a pure sender
     */
    public TlsFiles issue(String commonName, List<String> hosts, Duration lifetime)
            throws IOException, GeneralSecurityException {
        if (!FILE_NAME.matcher(commonName).matches() || commonName.equals("ca")) {
            throw new IllegalArgumentException("common name is '" + commonName
                    + "', expected letters, digits, dot, hyphen, underscore, and not 'ca'");
        }
        KeyPair pair = keyPair();
        Instant now = Instant.now();
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                certificate, serial(), before(now), Date.from(now.plus(lifetime)), x500(commonName), pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
            KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
        }));
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate));
        addHosts(builder, hosts);
        Path key = folder.resolve(commonName + ".key");
        Path chain = folder.resolve(commonName + ".crt");
        writeKey(key, pair.getPrivate());
        writeCertificate(chain, sign(builder, privateKey));
        return new TlsFiles(chain, key, trustFile());
    }

    private static void addHosts(X509v3CertificateBuilder builder, List<String> hosts) throws CertIOException {
        List<GeneralName> names = new ArrayList<>();
        for (String host : hosts) {
            names.add(new GeneralName(
                    ADDRESS.matcher(host).matches() ? GeneralName.iPAddress : GeneralName.dNSName, host));
        }
        if (!names.isEmpty()) {
            builder.addExtension(
                    Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(new GeneralName[0])));
        }
    }

    private static KeyPair keyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
        return generator.generateKeyPair();
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static X500Name x500(String name) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, name)
                .addRDN(BCStyle.O, "Qantara self-made")
                .build();
    }

    private static BigInteger serial() {
        return new BigInteger(127, RANDOM).add(BigInteger.ONE);
    }

    /** A little earlier, for clocks that are a little late. */
    private static Date before(Instant now) {
        return Date.from(now.minus(Duration.ofMinutes(5)));
    }

    private static void writeCertificate(Path file, X509Certificate certificate) throws IOException {
        Files.write(file, pem(certificate));
    }

    private static void writeKey(Path file, PrivateKey key) throws IOException {
        Files.deleteIfExists(file);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.write(file, pem(new JcaPKCS8Generator(key, null)), StandardOpenOption.CREATE);
    }

    private static byte[] pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
