package org.qantara.connectors.lab.file;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.component.file.FileComponent;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.lab.CharsetDecision;
import org.qantara.connectors.lab.QantaraHeaders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Camel's file consumer calls with each file: hands its messages to the route one after another and lets the file move
 * when all of them are answered: to {@code done} when all were accepted, to {@code failed} when one was refused. When one
 * could not be stored the file stays, and nothing is picked up for a while, so that a later file does not overtake it.
 *
 * <p>One thread, the consumer's. A crash before the move leaves the file in its place: it is handed over again, and the inbox
 * recognises the messages that it has.
 */
final class FileIntake implements Processor {
    /** The folder a file moves to; set on the exchange of the file, read by its move expression. */
    static final String FOLDER = "QantaraFolder";

    private static final String DOCUMENTS = "QantaraDocuments";
    private static final Logger LOG = LoggerFactory.getLogger(FileIntake.class);
    private static final int FAULT_BYTES_MAX = 65_536;
    private static final long PAUSE_MS = 2_000;

    private final LabFileEndpoint endpoint;
    private final Processor route;
    private @Nullable DefaultConsumer consumer;
    private volatile long pausedUntilMs;

    FileIntake(LabFileEndpoint endpoint, Processor route) {
        this.endpoint = endpoint;
        this.route = route;
    }

    /** The consumer whose unit of work moves the file; known only after it was made around this processor. */
    void setConsumer(DefaultConsumer consumer) {
        this.consumer = consumer;
    }

    /** Whether nothing is picked up for now, because a message could not be stored a moment ago. */
    boolean pauses() {
        return System.currentTimeMillis() < pausedUntilMs;
    }

    @Override
    public void process(Exchange file) throws Exception {
        DefaultConsumer camel = Objects.requireNonNull(consumer);
        camel.createUoW(file);
        try {
            file.setProperty(FOLDER, take(file));
        } catch (FileNotTaken e) {
            pausedUntilMs = System.currentTimeMillis() + PAUSE_MS;
            file.setException(e);
        } catch (Exception e) {
            // without an exception on the exchange the unit of work would move the file as if it were stored
            LOG.warn(
                    "{}: a file stays where it is, reading it failed: {}",
                    endpoint.place(),
                    e.getClass().getName());
            file.setException(e);
        } finally {
            camel.doneUoW(file);
        }
        moveDocuments(file);
        // the unit of work has put the file back, and the reason is logged above
        file.setException(null);
    }

    /** After the message's own file: a crash between leaves a document without its message, never the other way round. */
    private void moveDocuments(Exchange file) {
        Attachments documents = file.getProperty(DOCUMENTS, Attachments.class);
        String folder = file.getProperty(FOLDER, String.class);
        if (documents == null || folder == null || file.getException() != null) return;
        try {
            documents.move(folder);
        } catch (IOException e) {
            LOG.warn(
                    "{}: a document stays beside its message's place: {}",
                    endpoint.place(),
                    e.getClass().getName());
        }
    }

    private String take(Exchange file) throws Exception {
        if (pauses()) throw new FileNotTaken("an earlier file waits");
        GenericFile<?> info = file.getProperty(FileComponent.FILE_EXCHANGE_FILE, GenericFile.class);
        boolean tooLong = info.getFileLength() > endpoint.getFileBytesMax();
        byte[] bytes = tooLong ? begin(info) : file.getIn().getBody(byte[].class);
        if (bytes == null) throw new FileNotTaken("the file cannot be read");
        CharsetDecision charset = CharsetDecision.of(bytes, endpoint.getCharset());
        List<FilePart> parts = new ArrayList<>();
        if (tooLong)
            parts.add(new FilePart(
                    bytes,
                    "the file has " + info.getFileLength() + " bytes, more than fileBytesMax="
                            + endpoint.getFileBytesMax() + "; only its begin is kept here, all of it in the folder "
                            + endpoint.getFailed()));
        else FileSplitter.split(bytes, endpoint.getFormat(), charset.charset(), endpoint.getHeaderLines(), parts::add);
        if (parts.isEmpty()) parts.add(new FilePart(new byte[0], "the file is empty"));
        fillIn(file, info, parts, charset);
        boolean accepted = true;
        for (FilePart part : parts) accepted &= handOver(part, charset, info);
        return accepted ? endpoint.getDone() : endpoint.getFailed();
    }

    /** Documents beside HPRIM messages in a local folder. */
    private void fillIn(Exchange file, GenericFile<?> info, List<FilePart> parts, CharsetDecision charset)
            throws IOException {
        if (endpoint.getFormat() != FileFormat.hprim || !(info.getFile() instanceof File local)) return;
        Path folder = Objects.requireNonNull(local.toPath().toAbsolutePath().getParent());
        Attachments documents = new Attachments(folder, endpoint.getFileBytesMax());
        parts.replaceAll(part -> {
            try {
                return part.whole()
                        ? new FilePart(documents.fill(part.bytes(), charset.charset()), part.fault())
                        : part;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        file.setProperty(DOCUMENTS, documents);
    }

    private static byte[] begin(GenericFile<?> file) throws IOException {
        if (!(file.getFile() instanceof File local)) return new byte[0];
        try (InputStream in = Files.newInputStream(local.toPath())) {
            return in.readNBytes(FAULT_BYTES_MAX);
        }
    }

    private boolean handOver(FilePart part, CharsetDecision charset, GenericFile<?> info) throws Exception {
        Exchange exchange = endpoint.createExchange(ExchangePattern.InOut);
        exchange.getIn().setBody(part.bytes());
        exchange.getIn().setHeader(QantaraHeaders.PROTOCOL, endpoint.getFormat().protocol());
        exchange.getIn().setHeader(QantaraHeaders.FORMAT, endpoint.getFormat().name());
        exchange.getIn().setHeader(QantaraHeaders.PEER, endpoint.place());
        exchange.getIn()
                .setHeader(QantaraHeaders.RECEIVED_AT, lastModified(info).toString());
        exchange.getIn().setHeader(QantaraHeaders.CHARSET, charset.charset());
        exchange.getIn().setHeader(QantaraHeaders.CHARSET_SOURCE, charset.source());
        if (!part.whole()) exchange.getIn().setHeader(QantaraHeaders.TRANSPORT_FAULT, part.fault());
        route.process(exchange);
        return accepted(part, exchange);
    }

    private boolean accepted(FilePart part, Exchange exchange) throws FileNotTaken {
        Exception exception = exchange.getException();
        if (exception != null) {
            LOG.warn(
                    "{}: the route failed, the file is tried again: {}",
                    endpoint.place(),
                    exception.getClass().getName());
            throw new FileNotTaken("the route failed");
        }
        if (!part.whole()) {
            LOG.warn("{}: a file moves to {}: {}", endpoint.place(), endpoint.getFailed(), part.fault());
            return false;
        }
        String outcome = exchange.getMessage().getHeader(QantaraHeaders.OUTCOME, "", String.class);
        return switch (outcome) {
            case "accepted" -> true;
            case "refused" -> false;
            case "unavailable" -> throw new FileNotTaken("a message could not be stored");
            default -> {
                LOG.error(
                        "{}: the route answered no {}; end the route in inbox:",
                        endpoint.place(),
                        QantaraHeaders.OUTCOME);
                throw new FileNotTaken("the route gave no verdict");
            }
        };
    }

    /** When the last byte arrived; the same at a second pickup. */
    private static OffsetDateTime lastModified(GenericFile<?> info) {
        return OffsetDateTime.ofInstant(Instant.ofEpochMilli(info.getLastModified()), ZoneId.systemDefault());
    }
}
