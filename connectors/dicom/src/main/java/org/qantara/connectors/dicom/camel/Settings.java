package org.qantara.connectors.dicom.camel;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.apache.camel.CamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.dicom.association.AcceptorSettings;
import org.qantara.connectors.dicom.association.AssociationSettings;
import org.qantara.connectors.dicom.dataset.CharacterSets;
import org.qantara.connectors.dicom.dataset.SpecificCharacterSet;
import org.qantara.connectors.dicom.dataset.Uids;
import org.qantara.connectors.dicom.dimse.AcceptPolicy;
import org.qantara.connectors.dicom.dimse.Destination;
import org.qantara.connectors.dicom.dimse.Network;
import org.qantara.connectors.dicom.dimse.ScuSettings;
import org.qantara.connectors.dicom.part10.SpoolSettings;

/** Turns options into settings, and says what is wrong with one and what was expected. */
record Settings(CamelContext context, Destination address, DicomConfiguration options) {

    AcceptorSettings acceptor() throws GeneralSecurityException, IOException {
        return new AcceptorSettings(
                address.host(),
                address.port(),
                tls(),
                options.isClientCertificateRequired(),
                options.getAssociationsMax(),
                options.getAssociationsPerPeerMax(),
                association());
    }

    ScuSettings scu() throws GeneralSecurityException, IOException {
        return new ScuSettings(options.getCallingAeTitle(), tls(), null, options.getDimseTimeoutMs(), association());
    }

    /** The site's archive, null when none was given. */
    @Nullable
    Destination archive() {
        return options.getArchive().isBlank()
                ? null
                : Destination.parse(options.getArchive().strip());
    }

    /** How the archive is called. */
    ScuSettings towardsArchive() throws GeneralSecurityException, IOException {
        SSLContext tls = options.isArchiveTls() ? tls() : null;
        if (options.isArchiveTls() && tls == null) {
            throw new IllegalArgumentException(
                    "archiveTls is true, but there is no certificate: set sslContextParameters (in the product:"
                            + " QANTARA_TLS_CERT), or archiveTls to false");
        }
        String title = options.getArchiveCallingAeTitle().isBlank()
                ? address.aeTitle()
                : options.getArchiveCallingAeTitle().strip();
        return new ScuSettings(title, tls, null, options.getDimseTimeoutMs(), association());
    }

    private AssociationSettings association() {
        return new AssociationSettings(
                options.getMaxPduLength(),
                AssociationSettings.DEFAULT.associationPduBytesMax(),
                options.getArtimMs(),
                options.getResponseTimeoutMs(),
                options.getIdleTimeoutMs());
    }

    private @Nullable SSLContext tls() throws GeneralSecurityException, IOException {
        SSLContextParameters parameters = options.getSslContextParameters();
        return parameters == null ? null : parameters.createSSLContext(context);
    }

    AcceptPolicy policy() throws IOException {
        String sopClasses = options.getSopClasses();
        boolean any = sopClasses.equals("any");
        return new AcceptPolicy(
                address.aeTitle(),
                list(options.getCallingAeTitles(), ","),
                list(options.getPeers(), ",").stream().map(Network::parse).collect(Collectors.toSet()),
                list(options.getCertificates(), ";"),
                users(),
                any || sopClasses.equals("storage") ? Uids.storageSopClasses() : uids("sopClasses", sopClasses),
                any,
                options.getTransferSyntaxes().equals("all")
                        ? Uids.transferSyntaxes()
                        : uids("transferSyntaxes", options.getTransferSyntaxes()),
                options.getOperationsMax());
    }

    private Map<String, String> users() throws IOException {
        if (options.getUsersFile().isBlank()) {
            return Map.of();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(options.getUsersFile()), StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        if (properties.isEmpty()) {
            throw new IllegalArgumentException(
                    "usersFile " + options.getUsersFile() + " names no user; expected lines like modality1=passcode");
        }
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, properties::getProperty));
    }

    private static Set<String> uids(String option, String text) {
        return list(text, ",").stream()
                .map(entry -> {
                    String uid = Uids.byKeyword(entry);
                    if (uid == null && !Uids.valid(entry)) {
                        throw new IllegalArgumentException(option + " has \"" + entry
                                + "\", expected UIDs or keywords of PS3.6, for example CTImageStorage");
                    }
                    return uid == null ? entry : uid;
                })
                .collect(Collectors.toSet());
    }

    CharacterSets characterSets() {
        return new CharacterSets(
                options.getCharacterSet().isBlank() ? null : characterSet("characterSet", options.getCharacterSet()),
                characterSet("assumedCharacterSet", options.getAssumedCharacterSet()));
    }

    private static SpecificCharacterSet characterSet(String option, String name) {
        SpecificCharacterSet known = SpecificCharacterSet.named(name);
        if (known == null) {
            throw new IllegalArgumentException(option + " is \"" + name
                    + "\", expected a DICOM term like ISO_IR 127 or a Java charset name like windows-1256");
        }
        return known;
    }

    SpoolSettings spool() {
        if (options.getSpool().isBlank()) {
            throw new IllegalArgumentException("spool is missing: expected a folder, for example spool=data/dicom");
        }
        String rule = options.getChangedInstances().toUpperCase(Locale.ROOT);
        if (Arrays.stream(SpoolSettings.Changed.values())
                .noneMatch(changed -> changed.name().equals(rule))) {
            throw new IllegalArgumentException(
                    "changedInstances is \"" + options.getChangedInstances() + "\", expected replace, keep or refuse");
        }
        return new SpoolSettings(
                Path.of(options.getSpool()),
                options.getQuotaBytes(),
                options.getFreeBytesMin(),
                SpoolSettings.Changed.valueOf(rule),
                Duration.ofDays(options.getRetentionDays()));
    }

    private static Set<String> list(String text, String separator) {
        return Stream.of(text.split(separator))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .collect(Collectors.toSet());
    }
}
