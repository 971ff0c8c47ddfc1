package org.qantara.connectors.dicom.camel;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.dicom.dimse.Scu;
import org.qantara.connectors.dicom.dimse.Status;
import org.qantara.connectors.dicom.part10.StoredObject;

/**
 * Sends one DICOM file per exchange, on an association of its own: the spool's object that {@code QantaraDicomObject} names, else the file of {@code QantaraDicomFile}, else the
 * body as {@link Path} or {@link File}. Sets {@code QantaraDicomStatus} and {@code QantaraErrorText}; anything but success or a warning is an
 * exception, so that the route's error handling decides.
 */
final class DicomProducer extends DefaultProducer {
    private final DicomEndpoint endpoint;

    DicomProducer(DicomEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Message message = exchange.getMessage();
        if (message.getHeader(DicomHeaders.RELEASED, false, Boolean.class)) {
            return; // news of an association, nothing to send
        }
        switch (endpoint.getConfiguration().getOperation()) {
            case "echo" -> echo(message);
            case "store" -> store(message);
            default ->
                throw new IllegalArgumentException(
                        "operation is \"" + endpoint.getConfiguration().getOperation() + "\", expected store or echo");
        }
    }

    private void echo(Message message) throws Exception {
        try (Scu scu = Scu.connect(endpoint.settings().scu(), endpoint.address(), List.of())) {
            int status = scu.echo();
            message.setHeader(DicomHeaders.STATUS, status);
            if (status != Status.SUCCESS) {
                throw new IOException(endpoint.address() + " answered C-ECHO with " + Status.text(status));
            }
        }
    }

    private void store(Message message) throws Exception {
        String object = message.getHeader(DicomHeaders.OBJECT, String.class);
        Path file = file(message, object);
        try (Scu scu = Scu.connect(endpoint.settings().scu(), endpoint.address(), List.of(Scu.Kind.of(file)))) {
            Scu.StoreResponse response = scu.store(file);
            message.setHeader(DicomHeaders.STATUS, response.status());
            if (!response.stored()) {
                // the comment is the peer's: it may hold anything, so it is a header and in no exception
                message.setHeader(DicomHeaders.ERROR_TEXT, response.comment());
                throw new IOException(endpoint.address() + " answered C-STORE with " + Status.text(response.status()));
            }
        }
        if (endpoint.getConfiguration().isConfirms() && object != null) {
            endpoint.component().confirm(object);
        }
    }

    private Path file(Message message, @Nullable String object) throws IOException {
        Optional<StoredObject> stored =
                object == null ? Optional.empty() : endpoint.component().object(object);
        if (stored.isPresent()) {
            return stored.get().path(); // the spool moved the file when the inbox accepted it
        }
        String named = message.getHeader(DicomHeaders.FILE, String.class);
        if (named != null) {
            return Path.of(named);
        }
        if (message.getBody() instanceof Path path) {
            return path;
        }
        if (message.getBody() instanceof File file) {
            return file.toPath();
        }
        throw new IllegalArgumentException("nothing to send: expected a DICOM file in the header " + DicomHeaders.FILE
                + ", or a body that is a Path or a File");
    }
}
