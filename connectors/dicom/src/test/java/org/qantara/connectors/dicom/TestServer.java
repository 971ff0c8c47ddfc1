package org.qantara.connectors.dicom;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.dicom.association.AcceptorSettings;
import org.qantara.connectors.dicom.dataset.CharacterSets;
import org.qantara.connectors.dicom.dataset.ReadLimits;
import org.qantara.connectors.dicom.dataset.Uids;
import org.qantara.connectors.dicom.dimse.AcceptPolicy;
import org.qantara.connectors.dicom.dimse.DicomServer;
import org.qantara.connectors.dicom.dimse.InstanceHandler;
import org.qantara.connectors.dicom.dimse.InstanceHandler.Outcome;
import org.qantara.connectors.dicom.dimse.StorageService;
import org.qantara.connectors.dicom.dimse.StoredInstance;
import org.qantara.connectors.dicom.dimse.VerificationService;
import org.qantara.connectors.dicom.part10.Spool;
import org.qantara.connectors.dicom.part10.SpoolSettings;

/** A provider with a real spool, whose inbox notes what it is handed and says what the test wants. */
public final class TestServer implements AutoCloseable {
    public final List<StoredInstance> handed = new CopyOnWriteArrayList<>();
    public final Spool spool;
    private final DicomServer server;
    public volatile Outcome outcome = new Outcome.Accepted();

    public TestServer(SpoolSettings settings, AcceptorSettings acceptor, AcceptPolicy policy) throws IOException {
        spool = Spool.open(settings);
        InstanceHandler handler = instance -> {
            handed.add(instance);
            return outcome;
        };
        server = DicomServer.start(
                acceptor,
                policy,
                List.of(
                        new VerificationService(),
                        new StorageService(spool, handler, CharacterSets.TRUSTING, ReadLimits.DEFAULT)));
    }

    public static TestServer in(Path folder) throws IOException {
        return new TestServer(
                SpoolSettings.in(folder.resolve("spool")), AcceptorSettings.plain("127.0.0.1", 0), policy());
    }

    public static AcceptPolicy policy() {
        return policy(Map.of(), Set.of());
    }

    public static AcceptPolicy policy(Map<String, String> passcodes, Set<String> certificates) {
        return new AcceptPolicy(
                "QANTARA",
                Set.of(),
                Set.of(),
                certificates,
                passcodes,
                Uids.storageSopClasses(),
                false,
                Uids.transferSyntaxes(),
                8);
    }

    /** Where the instance is now: the spool moved it when it was accepted. */
    public Path file(StoredInstance instance) throws IOException {
        return spool.object(instance.object().id()).path();
    }

    public int port() {
        return server.port();
    }

    public @Nullable StoredInstance last() {
        return handed.isEmpty() ? null : handed.get(handed.size() - 1);
    }

    @Override
    public void close() throws IOException {
        server.close();
        spool.close();
    }
}
