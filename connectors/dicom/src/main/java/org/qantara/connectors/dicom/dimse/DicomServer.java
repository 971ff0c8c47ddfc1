package org.qantara.connectors.dicom.dimse;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.qantara.connectors.dicom.association.Acceptor;
import org.qantara.connectors.dicom.association.AcceptorSettings;
import org.qantara.connectors.dicom.association.Transport;

/** A listening DICOM application entity: a port, a policy and its services. Thread-safe. */
public final class DicomServer implements AutoCloseable {
    private final Transport transport;
    private final ExecutorService threads;
    private final Acceptor acceptor;

    private DicomServer(AcceptorSettings settings, AcceptPolicy policy, List<DimseService> services)
            throws IOException {
        // at most two threads per association, and associations are limited
        threads = Executors.newCachedThreadPool(new DefaultThreadFactory("dicom-scp", true));
        transport = new Transport("dicom-io", 2);
        Negotiator negotiator = new Negotiator(policy, settings.association().maxPduLength());
        try {
            acceptor =
                    Acceptor.listen(settings, peer -> new ScpSession(peer, negotiator, services, threads), transport);
        } catch (IOException e) {
            threads.shutdown();
            transport.close();
            throw e;
        }
    }

    /** @throws IOException when the address cannot be bound */
    public static DicomServer start(AcceptorSettings settings, AcceptPolicy policy, List<DimseService> services)
            throws IOException {
        return new DicomServer(settings, policy, List.copyOf(services));
    }

    public int port() {
        return acceptor.port();
    }

    /** Stops listening, cuts what is open, and waits for what is being finished. */
    @Override
    public void close() {
        acceptor.close();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
        transport.close();
    }
}
