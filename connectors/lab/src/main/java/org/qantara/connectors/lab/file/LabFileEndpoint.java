package org.qantara.connectors.lab.file;

import java.nio.charset.Charset;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.file.FileComponent;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileConsumer;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultPollingConsumerPollStrategy;
import org.apache.camel.support.ExpressionAdapter;
import org.jspecify.annotations.Nullable;

/** One folder of message files. The options are described where they are declared; all others are those of Camel's component. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "lab-file",
        title = "Laboratory files",
        syntax = "lab-file:place",
        consumerOnly = true,
        category = {})
public class LabFileEndpoint extends DefaultEndpoint {
    @UriPath(description = "a folder, or sftp: or ftps: with host and folder")
    private final String place;

    @UriParam(defaultValue = "csv", description = "what the files hold: hprim, astm, hl7v2 or csv")
    private FileFormat format = FileFormat.csv;

    @UriParam(description = "character set of the files; empty: decided by the bytes of each")
    private String charset = "";

    @UriParam(
            defaultValue = "1",
            description = "csv: lines that head the file; they precede each record that is handed over")
    private int headerLines = 1;

    @UriParam(description = "regular expression of the names that are picked up; empty: all")
    private String pattern = "";

    @UriParam(
            description =
                    "ending of the file beside each file that says it is whole, as in ok for NAME.ok; empty: a file is"
                            + " whole when it no longer grows")
    private String ready = "";

    @UriParam(defaultValue = "done", description = "folder for files whose messages were all accepted")
    private String done = "done";

    @UriParam(defaultValue = "failed", description = "folder for files of which a message was refused or not whole")
    private String failed = "failed";

    @UriParam(
            defaultValue = "33554432",
            description = "longest file taken; of a longer one the begin is kept as refused")
    private int fileBytesMax = 32 * 1024 * 1024;

    private @Nullable GenericFileEndpoint<?> files;

    public LabFileEndpoint(String uri, LabFileComponent component, String place) {
        super(uri, component);
        this.place = place;
    }

    /** What Camel's component is told on behalf of the options here. */
    Map<String, Object> camelOptions() {
        Map<String, Object> options = new LinkedHashMap<>();
        if (!pattern.isEmpty()) options.put("include", pattern);
        if (ready.isEmpty()) options.put("readLock", "changed");
        return options;
    }

    void setFiles(GenericFileEndpoint<?> files) {
        this.files = files;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        Charset.forName(charset.isEmpty() ? "US-ASCII" : charset);
        GenericFileEndpoint<?> camel = Objects.requireNonNull(files);
        prepare(camel);
        FileIntake intake = new FileIntake(this, processor);
        GenericFileConsumer<?> consumer = camel.createConsumer(intake);
        intake.setConsumer(consumer);
        consumer.setPollStrategy(new DefaultPollingConsumerPollStrategy() {
            @Override
            public boolean begin(Consumer polled, Endpoint endpoint) {
                return !intake.pauses();
            }
        });
        return consumer;
    }

    /** Oldest first; moved by the inbox's answer to a name that no other file has; never deleted, never kept in the way. */
    private <T> void prepare(GenericFileEndpoint<T> camel) {
        if (!ready.isEmpty()) camel.setDoneFileName("${file:name.noext}." + ready);
        camel.setSorter(Comparator.<GenericFile<T>>comparingLong(GenericFile::getLastModified)
                .thenComparing(GenericFile::getFileName));
        camel.setMove(new ExpressionAdapter() {
            @Override
            public Object evaluate(Exchange exchange) {
                GenericFile<?> file = exchange.getProperty(FileComponent.FILE_EXCHANGE_FILE, GenericFile.class);
                String folder = exchange.getProperty(FileIntake.FOLDER, String.class);
                return file.getParent() + "/" + folder + "/" + System.currentTimeMillis() + "-"
                        + file.getFileNameOnly();
            }
        });
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException(
                "lab-file only picks files up; write them with Camel's file or sftp component");
    }

    /** The folder for people and the header QantaraPeer, without credentials. */
    String place() {
        return place;
    }

    public FileFormat getFormat() {
        return format;
    }

    public void setFormat(FileFormat format) {
        this.format = format;
    }

    public String getCharset() {
        return charset;
    }

    public void setCharset(String charset) {
        this.charset = charset;
    }

    public int getHeaderLines() {
        return headerLines;
    }

    public void setHeaderLines(int headerLines) {
        this.headerLines = headerLines;
    }

    public String getPattern() {
        return pattern;
    }

    public void setPattern(String pattern) {
        this.pattern = pattern;
    }

    public String getReady() {
        return ready;
    }

    public void setReady(String ready) {
        this.ready = ready;
    }

    public String getDone() {
        return done;
    }

    public void setDone(String done) {
        this.done = done;
    }

    public String getFailed() {
        return failed;
    }

    public void setFailed(String failed) {
        this.failed = failed;
    }

    public int getFileBytesMax() {
        return fileBytesMax;
    }

    public void setFileBytesMax(int fileBytesMax) {
        this.fileBytesMax = fileBytesMax;
    }
}
