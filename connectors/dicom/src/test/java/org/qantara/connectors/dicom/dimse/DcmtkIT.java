package org.qantara.connectors.dicom.dimse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.connectors.dicom.SharedData;
import org.qantara.connectors.dicom.Tool;
import org.qantara.connectors.dicom.association.AcceptorSettings;
import org.qantara.connectors.dicom.dataset.CharacterSets;
import org.qantara.connectors.dicom.dataset.ReadLimits;
import org.qantara.connectors.dicom.dataset.Uids;
import org.qantara.connectors.dicom.part10.Spool;
import org.qantara.connectors.dicom.part10.SpoolSettings;

/** dcmtk as the sender: the most used one there is. */
class DcmtkIT {
    @TempDir
    Path folder;

    private final List<StoredInstance> handed = new CopyOnWriteArrayList<>();
    private Spool spool;
    private DicomServer server;

    @BeforeEach
    void start() throws Exception {
        spool = Spool.open(SpoolSettings.in(folder.resolve("spool")));
        InstanceHandler handler = instance -> {
            handed.add(instance);
            return new InstanceHandler.Outcome.Accepted();
        };
        AcceptPolicy policy = new AcceptPolicy(
                "QANTARA",
                Set.of(),
                Set.of(),
                Set.of(),
                Map.of(),
                Uids.storageSopClasses(),
                false,
                Uids.transferSyntaxes(),
                8);
        server = DicomServer.start(
                AcceptorSettings.plain("127.0.0.1", 0),
                policy,
                List.of(
                        new VerificationService(),
                        new StorageService(spool, handler, CharacterSets.TRUSTING, ReadLimits.DEFAULT)));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        spool.close();
    }

    @Test
    void echoscuIsAnswered() throws Exception {
        Tool.Result result = Tool.run("echoscu", "-v", "-aec", "QANTARA", "127.0.0.1", server.port());
        assertThat(result.output()).contains("Received Echo Response (Success)");
        assertThat(result.exit()).isZero();
    }

    @Test
    void aWrongCalledTitleIsRejectedWithItsReason() throws Exception {
        Tool.Result result = Tool.run("echoscu", "-v", "-aec", "OTHER", "127.0.0.1", server.port());
        assertThat(result.exit()).isNotZero();
        assertThat(result.output()).contains("Called AE Title Not Recognized");
    }

    @Test
    void storescuStoresAndTheSecondTimeNothingIsHandedOn() throws Exception {
        Path ct = SharedData.file("CT_small.dcm");
        for (int round = 0; round < 2; round++) {
            Tool.Result result = Tool.run("storescu", "-v", "-aec", "QANTARA", "127.0.0.1", server.port(), ct);
            assertThat(result.output()).contains("Received Store Response (Success)");
            assertThat(result.exit()).isZero();
        }
        assertThat(handed).hasSize(1);
        Path stored = spool.object(handed.get(0).object().id()).path();
        assertThat(Files.exists(stored)).isTrue();
        assertThat(spool.pending()).isEmpty();
        assertThat(Tool.run("dcmftest", stored).output()).startsWith("yes:");
        assertThat(handed.get(0).dataset().string(0x00100020)).isEqualTo("1CT1");
    }
}
