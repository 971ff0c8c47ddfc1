package org.qantara.connectors.dicom.part10;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.connectors.dicom.dataset.Uids;

class SpoolTest {
    private static final Provenance FROM =
            new Provenance("CT1", "QANTARA", "127.0.0.1:4711", 11112, "CN=ct1", Instant.EPOCH);

    @TempDir
    Path folder;

    private Spool open() throws IOException {
        return Spool.open(SpoolSettings.in(folder));
    }

    private static StoredObject pending(Spool spool, String uid, String content) throws IOException {
        Incoming incoming = spool.receive("1.2.840.10008.5.1.4.1.1.2", uid, Uids.EXPLICIT_VR_LITTLE_ENDIAN, FROM);
        incoming.write(ByteBuffer.wrap(content.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        ReentrantLock lock = spool.lock(uid);
        lock.lock();
        try {
            return ((Receipt.Pending) incoming.keep()).object();
        } finally {
            lock.unlock();
        }
    }

    @Test
    void theSealOfAFileTellsWhereItCameFrom() throws Exception {
        try (Spool spool = open()) {
            StoredObject object = pending(spool, "1.2.3", "content!");
            FileMeta read = DicomFile.meta(object.path());
            assertThat(read.sopInstanceUid()).isEqualTo("1.2.3");
            assertThat(read.seal().length()).isEqualTo(8);
            assertThat(read.seal().provenance())
                    .isEqualTo(FROM.receivedAt(object.seal().provenance().receivedAt()));
            assertThat(Files.size(object.path())).isEqualTo(read.datasetOffset() + 8);
            assertThat(object.path().toString()).doesNotContain("1.2.3").doesNotContain("CT1");
        }
    }

    @Test
    void whatWasNotAcceptedIsPendingAfterARestart() throws Exception {
        try (Spool spool = open()) {
            pending(spool, "1.2.3", "one");
            spool.accept(pending(spool, "1.2.4", "two"));
            Incoming half = spool.receive("1.2", "1.2.5", Uids.EXPLICIT_VR_LITTLE_ENDIAN, FROM);
            half.write(ByteBuffer.wrap(new byte[100]));
        }
        try (Spool again = open()) {
            assertThat(again.pending())
                    .extracting(object -> object.meta().sopInstanceUid())
                    .containsExactly("1.2.3");
            assertThat(count("receiving")).isZero();
            assertThat(count("objects")).isEqualTo(1);
            assertThat(count("pending")).isEqualTo(1);
        }
    }

    @Test
    void aFileThatACrashCutShortIsDeletedAtStart() throws Exception {
        Path cut;
        Path garbled;
        try (Spool spool = open()) {
            cut = pending(spool, "1.2.3", "cut short").path();
            garbled = pending(spool, "1.2.4", "garbled").path();
            pending(spool, "1.2.5", "whole");
        }
        byte[] bytes = Files.readAllBytes(cut);
        Files.write(cut, java.util.Arrays.copyOf(bytes, bytes.length - 1));
        byte[] zeros = Files.readAllBytes(garbled);
        zeros[zeros.length - 1] = 0;
        Files.write(garbled, zeros);
        try (Spool again = open()) {
            assertThat(again.pending())
                    .extracting(object -> object.meta().sopInstanceUid())
                    .containsExactly("1.2.5");
            assertThat(cut).doesNotExist();
            assertThat(garbled).doesNotExist();
        }
    }

    @Test
    void onlyWhatIsConfirmedOrRefusedLongEnoughIsPruned() throws Exception {
        try (Spool spool = open()) {
            StoredObject kept = pending(spool, "1.2.3", "kept");
            StoredObject confirmed = pending(spool, "1.2.4", "confirmed");
            StoredObject waiting = pending(spool, "1.2.5", "confirmed, but the inbox does not have it");
            StoredObject refused = pending(spool, "1.2.6", "refused");
            spool.accept(kept);
            spool.accept(confirmed);
            spool.archive().confirm(confirmed.id());
            spool.archive().confirm(confirmed.id());
            spool.archive().confirm(waiting.id());
            spool.refuse(refused);
            long used = spool.usedBytes();
            assertThat(spool.prune(Instant.now())).isZero();
            Instant later = Instant.now().plus(Duration.ofDays(31));
            Files.setLastModifiedTime(spool.object(kept.id()).path(), FileTime.from(Instant.EPOCH));
            assertThat(spool.prune(later)).isEqualTo(2);
            assertThat(spool.has(kept.id())).isTrue();
            assertThat(waiting.path()).exists();
            assertThat(spool.has(confirmed.id())).isFalse();
            assertThat(count("refused")).isZero();
            assertThat(spool.usedBytes()).isLessThan(used);
        }
    }

    @Test
    void oneFolderServesOneSpoolAtATime() throws Exception {
        try (Spool spool = open()) {
            assertThat(spool.usedBytes()).isZero();
            assertThatThrownBy(this::open).hasMessageContaining("is in use");
        }
        open().close();
    }

    @Test
    void whatIsNoIdOfOursIsNotLookedUp() throws Exception {
        try (Spool spool = open()) {
            StoredObject object = pending(spool, "1.2.3", "one");
            assertThat(spool.has(object.id())).isTrue();
            assertThat(spool.has("../key")).isFalse();
            assertThat(spool.has(object.id().replace("-0", "-1"))).isFalse();
        }
    }

    @Test
    void aKeyThatWasDamagedIsAnErrorThatSaysWhatToDo() throws Exception {
        open().close();
        Files.write(folder.resolve("key"), new byte[3]);
        assertThatThrownBy(this::open).hasMessageContaining("restore it from the backup");
    }

    private long count(String name) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve(name))) {
            return files.filter(Files::isRegularFile).count();
        }
    }
}
