package org.qantara.connectors.dicom.camel;

import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.jspecify.annotations.Nullable;

/** The options of a {@code dicom:} endpoint, as an integration engineer writes them. */
@UriParams
public class DicomConfiguration {
    @UriParam(label = "consumer")
    @Metadata(required = true, description = "Folder of the durable spool. One endpoint each.")
    private String spool = "";

    @UriParam(label = "consumer", description = "Calling AE titles that may call, by comma; empty for any.")
    private String callingAeTitles = "";

    @UriParam(
            label = "consumer",
            description = "Addresses or networks (10.1.2.0/24) that may call, by comma; empty for any.")
    private String peers = "";

    @UriParam(
            label = "consumer",
            description = "Subjects (RFC 2253) of client certificates that may call, by semicolon; empty for any.")
    private String certificates = "";

    @UriParam(
            label = "consumer",
            description = "Properties file with user=passcode lines; when given, callers must identify themselves.")
    private String usersFile = "";

    @UriParam(
            label = "consumer",
            defaultValue = "storage",
            description = "storage: every storage SOP class of PS3.6; any: unknown and private ones too; or a list of"
                    + " UIDs or keywords, by comma.")
    private String sopClasses = "storage";

    @UriParam(
            label = "consumer",
            defaultValue = "all",
            description = "all: every transfer syntax of PS3.6; or a list of UIDs or keywords, by comma.")
    private String transferSyntaxes = "all";

    @UriParam(
            label = "consumer",
            description = "Character set that holds instead of the declared one, for a sender that lies: a DICOM term"
                    + " (ISO_IR 127) or a Java charset name (windows-1256).")
    private String characterSet = "";

    @UriParam(
            label = "consumer",
            defaultValue = "ISO_IR 100",
            description = "Character set where none is declared and bytes above 7FH come anyway.")
    private String assumedCharacterSet = "ISO_IR 100";

    @UriParam(
            label = "consumer",
            defaultValue = "replace",
            enums = "replace,keep,refuse",
            description =
                    "Other bytes under a known SOP Instance UID: replace stores a further version and hands it on,"
                            + " keep answers success and drops them, refuse answers 0111H.")
    private String changedInstances = "replace";

    @UriParam(label = "consumer", defaultValue = "1099511627776", description = "Most bytes that stored objects take.")
    private long quotaBytes = 1L << 40;

    @UriParam(label = "consumer", defaultValue = "268435456", description = "Bytes that must stay free on the disk.")
    private long freeBytesMin = 256L << 20;

    @UriParam(
            label = "consumer",
            defaultValue = "30",
            description = "Days for which objects are kept after an archive confirmed them.")
    private int retentionDays = 30;

    @UriParam(label = "consumer", defaultValue = "64", description = "Most associations at once.")
    private int associationsMax = 64;

    @UriParam(label = "consumer", defaultValue = "16", description = "Most associations at once per sender address.")
    private int associationsPerPeerMax = 16;

    @UriParam(
            label = "consumer",
            defaultValue = "8",
            description = "Most outstanding operations per association (asynchronous operations window).")
    private int operationsMax = 8;

    @UriParam(defaultValue = "131072", description = "Largest P-DATA-TF that is announced.")
    private int maxPduLength = 131_072;

    @UriParam(defaultValue = "10000", description = "ARTIM timer.")
    private int artimMs = 10_000;

    @UriParam(defaultValue = "30000", description = "Time for a peer to answer an association or release request.")
    private int responseTimeoutMs = 30_000;

    @UriParam(defaultValue = "120000", description = "Time for which an association may be silent.")
    private int idleTimeoutMs = 120_000;

    @UriParam(label = "security", description = "TLS, as everywhere in Camel.")
    private @Nullable SSLContextParameters sslContextParameters;

    @UriParam(label = "security", defaultValue = "true", description = "With TLS: callers must have a certificate.")
    private boolean clientCertificateRequired = true;

    @UriParam(label = "producer", defaultValue = "QANTARA", description = "Our title towards others.")
    private String callingAeTitle = "QANTARA";

    @UriParam(label = "producer", defaultValue = "store", enums = "store,echo", description = "What to do.")
    private String operation = "store";

    @UriParam(label = "producer", defaultValue = "60000", description = "Time for a peer to answer one operation.")
    private int dimseTimeoutMs = 60_000;

    @UriParam(
            label = "producer",
            description = "True for the site's archive: a stored object of a spool in this Camel context counts as"
                    + " confirmed, and its retention begins.")
    private boolean confirms;

    @UriParam(
            label = "consumer",
            description =
                    "The site's archive as AET@host:port: what the inbox has accepted is sent there too, in order, by a"
                            + " lane of its own that the sender does not wait for. Empty for none.")
    private String archive = "";

    @UriParam(label = "consumer", description = "Our title towards the archive; empty for the one we answer to.")
    private String archiveCallingAeTitle = "";

    @UriParam(label = "consumer", defaultValue = "false", description = "Whether the archive is called by TLS.")
    private boolean archiveTls;

    public String getSpool() {
        return spool;
    }

    public void setSpool(String spool) {
        this.spool = spool;
    }

    public String getCallingAeTitles() {
        return callingAeTitles;
    }

    public void setCallingAeTitles(String callingAeTitles) {
        this.callingAeTitles = callingAeTitles;
    }

    public String getPeers() {
        return peers;
    }

    public void setPeers(String peers) {
        this.peers = peers;
    }

    public String getCertificates() {
        return certificates;
    }

    public void setCertificates(String certificates) {
        this.certificates = certificates;
    }

    public String getUsersFile() {
        return usersFile;
    }

    public void setUsersFile(String usersFile) {
        this.usersFile = usersFile;
    }

    public String getSopClasses() {
        return sopClasses;
    }

    public void setSopClasses(String sopClasses) {
        this.sopClasses = sopClasses;
    }

    public String getTransferSyntaxes() {
        return transferSyntaxes;
    }

    public void setTransferSyntaxes(String transferSyntaxes) {
        this.transferSyntaxes = transferSyntaxes;
    }

    public String getCharacterSet() {
        return characterSet;
    }

    public void setCharacterSet(String characterSet) {
        this.characterSet = characterSet;
    }

    public String getAssumedCharacterSet() {
        return assumedCharacterSet;
    }

    public void setAssumedCharacterSet(String assumedCharacterSet) {
        this.assumedCharacterSet = assumedCharacterSet;
    }

    public String getChangedInstances() {
        return changedInstances;
    }

    public void setChangedInstances(String changedInstances) {
        this.changedInstances = changedInstances;
    }

    public long getQuotaBytes() {
        return quotaBytes;
    }

    public void setQuotaBytes(long quotaBytes) {
        this.quotaBytes = quotaBytes;
    }

    public long getFreeBytesMin() {
        return freeBytesMin;
    }

    public void setFreeBytesMin(long freeBytesMin) {
        this.freeBytesMin = freeBytesMin;
    }

    public int getRetentionDays() {
        return retentionDays;
    }

    public void setRetentionDays(int retentionDays) {
        this.retentionDays = retentionDays;
    }

    public int getAssociationsMax() {
        return associationsMax;
    }

    public void setAssociationsMax(int associationsMax) {
        this.associationsMax = associationsMax;
    }

    public int getAssociationsPerPeerMax() {
        return associationsPerPeerMax;
    }

    public void setAssociationsPerPeerMax(int associationsPerPeerMax) {
        this.associationsPerPeerMax = associationsPerPeerMax;
    }

    public int getOperationsMax() {
        return operationsMax;
    }

    public void setOperationsMax(int operationsMax) {
        this.operationsMax = operationsMax;
    }

    public int getMaxPduLength() {
        return maxPduLength;
    }

    public void setMaxPduLength(int maxPduLength) {
        this.maxPduLength = maxPduLength;
    }

    public int getArtimMs() {
        return artimMs;
    }

    public void setArtimMs(int artimMs) {
        this.artimMs = artimMs;
    }

    public int getResponseTimeoutMs() {
        return responseTimeoutMs;
    }

    public void setResponseTimeoutMs(int responseTimeoutMs) {
        this.responseTimeoutMs = responseTimeoutMs;
    }

    public int getIdleTimeoutMs() {
        return idleTimeoutMs;
    }

    public void setIdleTimeoutMs(int idleTimeoutMs) {
        this.idleTimeoutMs = idleTimeoutMs;
    }

    public @Nullable SSLContextParameters getSslContextParameters() {
        return sslContextParameters;
    }

    public void setSslContextParameters(@Nullable SSLContextParameters sslContextParameters) {
        this.sslContextParameters = sslContextParameters;
    }

    public boolean isClientCertificateRequired() {
        return clientCertificateRequired;
    }

    public void setClientCertificateRequired(boolean clientCertificateRequired) {
        this.clientCertificateRequired = clientCertificateRequired;
    }

    public String getCallingAeTitle() {
        return callingAeTitle;
    }

    public void setCallingAeTitle(String callingAeTitle) {
        this.callingAeTitle = callingAeTitle;
    }

    public String getOperation() {
        return operation;
    }

    public void setOperation(String operation) {
        this.operation = operation;
    }

    public int getDimseTimeoutMs() {
        return dimseTimeoutMs;
    }

    public void setDimseTimeoutMs(int dimseTimeoutMs) {
        this.dimseTimeoutMs = dimseTimeoutMs;
    }

    public boolean isConfirms() {
        return confirms;
    }

    public void setConfirms(boolean confirms) {
        this.confirms = confirms;
    }

    public String getArchive() {
        return archive;
    }

    public void setArchive(String archive) {
        this.archive = archive;
    }

    public String getArchiveCallingAeTitle() {
        return archiveCallingAeTitle;
    }

    public void setArchiveCallingAeTitle(String archiveCallingAeTitle) {
        this.archiveCallingAeTitle = archiveCallingAeTitle;
    }

    public boolean isArchiveTls() {
        return archiveTls;
    }

    public void setArchiveTls(boolean archiveTls) {
        this.archiveTls = archiveTls;
    }
}
