package org.qantara.connectors.dicom.dimse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.qantara.connectors.dicom.RawPeer.echoRq;
import static org.qantara.connectors.dicom.RawPeer.pdata;
import static org.qantara.connectors.dicom.RawPeer.pdv;
import static org.qantara.connectors.dicom.RawPeer.storeRq;

import io.netty.buffer.ByteBufUtil;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qantara.connectors.dicom.RawPeer;
import org.qantara.connectors.dicom.TestServer;
import org.qantara.connectors.dicom.association.AcceptorSettings;
import org.qantara.connectors.dicom.association.AssociationSettings;
import org.qantara.connectors.dicom.dataset.DatasetBuilder;
import org.qantara.connectors.dicom.dataset.SpecificCharacterSet;
import org.qantara.connectors.dicom.dataset.Value;
import org.qantara.connectors.dicom.dataset.Vr;
import org.qantara.connectors.dicom.part10.SpoolSettings;
import org.qantara.connectors.dicom.pdu.Pdu;
import org.qantara.connectors.dicom.pdu.ReleaseRq;
import org.qantara.connectors.dicom.pdu.UserInformation;
import org.qantara.connectors.dicom.pdu.UserInformation.AsyncWindow;
import org.qantara.connectors.dicom.pdu.UserInformation.UserIdentity;

/** The provider against a peer that does what real and hostile senders do. */
class ProviderIT {
    @TempDir
    Path folder;

    private static byte[] dataset(String uid) {
        return dataset(uid, 2000);
    }

    private static byte[] dataset(String uid, int pixelBytes) {
        byte[] pixels = new byte[pixelBytes];
        new Random(1).nextBytes(pixels);
        return new DatasetBuilder(SpecificCharacterSet.DEFAULT)
                .text("SOPClassUID", RawPeer.CT)
                .text("SOPInstanceUID", uid)
                .text("PatientID", "IPP1")
                .bytes("PixelData", Vr.OW, pixels)
                .write();
    }

    private long spooled(String name) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("spool").resolve(name))) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void commandAndDataMayShareAPduAndBeCutAnywhere() throws Exception {
        try (TestServer server = TestServer.in(folder);
                RawPeer peer = new RawPeer(server.port()).associate()) {
            byte[] data = dataset("1.2.3.1");
            // all in one PDU
            peer.raw(pdata(pdv(3, 3, storeRq(1, "1.2.3.1")), pdv(3, 2, data)));
            assertThat(peer.status()).isEqualTo(Status.SUCCESS);
            // the command split over three PDVs of two PDUs, the data in pieces of 100 bytes
            byte[] command = storeRq(2, "1.2.3.2");
            byte[] other = dataset("1.2.3.2");
            peer.raw(pdata(pdv(3, 1, Arrays.copyOf(command, 10)), pdv(3, 1, Arrays.copyOfRange(command, 10, 50))));
            peer.raw(pdata(pdv(3, 3, Arrays.copyOfRange(command, 50, command.length))));
            for (int at = 0; at < other.length; at += 100) {
                int end = Math.min(other.length, at + 100);
                peer.raw(pdata(pdv(3, end == other.length ? 2 : 0, Arrays.copyOfRange(other, at, end))));
            }
            assertThat(peer.status()).isEqualTo(Status.SUCCESS);
            // the last PDV may be empty
            peer.raw(pdata(pdv(3, 3, storeRq(3, "1.2.3.3")), pdv(3, 0, dataset("1.2.3.3")), pdv(3, 2, new byte[0])));
            assertThat(peer.status()).isEqualTo(Status.SUCCESS);
            assertThat(server.handed).hasSize(3);
            byte[] stored = Files.readAllBytes(server.file(server.handed.get(1)));
            assertThat(Arrays.copyOfRange(stored, stored.length - other.length, stored.length))
                    .isEqualTo(other);
        }
    }

    @Test
    void aPduLargerThanAnnouncedIsTaken() throws Exception {
        try (TestServer server = TestServer.in(folder);
                RawPeer peer = new RawPeer(server.port()).associate()) {
            byte[] data = dataset("1.2.3", 3 << 20);
            peer.raw(pdata(pdv(3, 3, storeRq(1, "1.2.3"))));
            peer.raw(pdata(pdv(3, 2, data))); // 3 MiB where 128 KiB were announced
            assertThat(peer.status()).isEqualTo(Status.SUCCESS);
        }
    }

    @Test
    void closingRightAfterTheReleaseRequestIsNoError() throws Exception {
        try (TestServer server = TestServer.in(folder)) {
            try (RawPeer peer = new RawPeer(server.port()).associate()) {
                peer.raw(pdata(pdv(3, 3, storeRq(1, "1.2.3")), pdv(3, 2, dataset("1.2.3"))));
                peer.send(new ReleaseRq());
            }
            await().untilAsserted(() -> assertThat(server.handed).hasSize(1));
        }
    }

    @Test
    void anUnknownOperationIsAnsweredAndTheAssociationGoesOn() throws Exception {
        try (TestServer server = TestServer.in(folder);
                RawPeer peer = new RawPeer(server.port()).associate()) {
            byte[] find = ByteBufUtil.getBytes(new CommandSet()
                    .put(CommandSet.AFFECTED_SOP_CLASS_UID, RawPeer.CT)
                    .put(CommandSet.COMMAND_FIELD, Command.C_FIND_RQ)
                    .put(CommandSet.MESSAGE_ID, 7)
                    .put(CommandSet.COMMAND_DATA_SET_TYPE, 1)
                    .write());
            peer.raw(pdata(pdv(3, 3, find), pdv(3, 2, new byte[20])));
            CommandSet response = peer.response();
            assertThat(response.number(CommandSet.STATUS, -1)).isEqualTo(Status.UNRECOGNIZED_OPERATION);
            assertThat(response.number(CommandSet.MESSAGE_ID_BEING_RESPONDED_TO, -1))
                    .isEqualTo(7);
            peer.raw(pdata(pdv(1, 3, echoRq(8))));
            assertThat(peer.status()).isEqualTo(Status.SUCCESS);
        }
    }

    @Test
    void whatBreaksTheProtocolIsAborted() throws Exception {
        try (TestServer server = TestServer.in(folder)) {
            List<byte[]> broken = List.of(
                    pdata(pdv(3, 2, new byte[10])), // data without a command
                    pdata(pdv(9, 3, echoRq(1))), // a context that was not accepted
                    pdata(pdv(3, 3, storeRq(1, "1.2.3")), pdv(1, 2, new byte[10])), // data on another context
                    pdata(pdv(3, 3, storeRq(1, "1.2.3")), pdv(3, 3, storeRq(2, "1.2.4"))), // a command too early
                    pdata(pdv(1, 3, new byte[] {1, 2, 3})), // no command
                    pdata(pdv(1, 3, new byte[] {0, 0, 0, 1, -1, -1, -1, 127, 0, 0})), // a lying length in it
                    pdata(pdv(1, 1, new byte[70_000])), // a command over 64 KiB
                    new byte[] {0x47, 0x45, 0x54, 0x20, 0x2f, 0x20}); // HTTP
            for (byte[] bytes : broken) {
                try (RawPeer peer = new RawPeer(server.port()).associate()) {
                    peer.raw(bytes);
                    assertThat(peer.read()[0]).isEqualTo((byte) Pdu.TYPE_ABORT);
                }
            }
            await().untilAsserted(() -> assertThat(spooled("receiving")).isZero());
            assertThat(server.handed).isEmpty();
        }
    }

    @Test
    void aDamagedDataSetIsC000WithItsPlaceAndLeavesNothing() throws Exception {
        try (TestServer server = TestServer.in(folder);
                RawPeer peer = new RawPeer(server.port()).associate()) {
            byte[] data = dataset("1.2.3");
            peer.raw(pdata(pdv(3, 3, storeRq(1, "1.2.3")), pdv(3, 2, Arrays.copyOf(data, data.length - 1000))));
            CommandSet response = peer.response();
            assertThat(response.number(CommandSet.STATUS, -1)).isEqualTo(Status.CANNOT_UNDERSTAND);
            assertThat(response.text(CommandSet.ERROR_COMMENT)).startsWith("TRUNCATED (7FE0,0010) offset");
            assertThat(spooled("receiving") + spooled("objects") + spooled("pending"))
                    .isZero();
            // the association is not touched
            peer.raw(pdata(pdv(3, 3, storeRq(2, "1.2.3")), pdv(3, 2, data)));
            assertThat(peer.status()).isEqualTo(Status.SUCCESS);
        }
    }

    @Test
    void anotherInstanceThanTheCommandSaysIsA900() throws Exception {
        try (TestServer server = TestServer.in(folder);
                RawPeer peer = new RawPeer(server.port()).associate()) {
            peer.raw(pdata(pdv(3, 3, storeRq(1, "1.2.3")), pdv(3, 2, dataset("1.2.4"))));
            assertThat(peer.status()).isEqualTo(Status.DATA_SET_DOES_NOT_MATCH_SOP_CLASS);
            peer.raw(pdata(pdv(3, 3, storeRq(2, "../../etc/passwd")), pdv(3, 2, dataset("1.2.3"))));
            assertThat(peer.status()).isEqualTo(Status.INVALID_SOP_INSTANCE);
            assertThat(server.handed).isEmpty();
        }
    }

    @Test
    void aFullSpoolIsA700AndTheRestOfTheDataSetIsPassedOver() throws Exception {
        SpoolSettings small = new SpoolSettings(
                folder.resolve("spool"), 500_000, 0, SpoolSettings.Changed.REPLACE, Duration.ofDays(1));
        try (TestServer server = new TestServer(small, AcceptorSettings.plain("127.0.0.1", 0), TestServer.policy());
                RawPeer peer = new RawPeer(server.port()).associate()) {
            peer.raw(pdata(pdv(3, 3, storeRq(1, "1.2.3")), pdv(3, 2, dataset("1.2.3", 2_000_000))));
            CommandSet response = peer.response();
            assertThat(response.number(CommandSet.STATUS, -1)).isEqualTo(Status.OUT_OF_RESOURCES);
            assertThat(response.text(CommandSet.ERROR_COMMENT)).isEqualTo("storage is full");
            assertThat(server.spool.usedBytes()).isZero();
            peer.raw(pdata(pdv(3, 3, storeRq(2, "1.2.4")), pdv(3, 2, dataset("1.2.4"))));
            assertThat(peer.status()).isEqualTo(Status.SUCCESS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"REPLACE", "KEEP", "REFUSE"})
    void otherBytesUnderAKnownUidFollowTheRule(String rule) throws Exception {
        SpoolSettings settings = new SpoolSettings(
                folder.resolve("spool"), 1 << 30, 0, SpoolSettings.Changed.valueOf(rule), Duration.ofDays(1));
        try (TestServer server = new TestServer(settings, AcceptorSettings.plain("127.0.0.1", 0), TestServer.policy());
                RawPeer peer = new RawPeer(server.port()).associate()) {
            List<Integer> statuses = new ArrayList<>();
            for (int bytes : new int[] {100, 200, 200, 100}) {
                peer.raw(pdata(pdv(3, 3, storeRq(1, "1.2.3")), pdv(3, 2, dataset("1.2.3", bytes))));
                statuses.add(peer.status());
            }
            int second = rule.equals("REFUSE") ? Status.DUPLICATE_SOP_INSTANCE : Status.SUCCESS;
            assertThat(statuses).containsExactly(Status.SUCCESS, second, second, Status.SUCCESS);
            assertThat(server.handed.stream().map(instance -> instance.object().version()))
                    .containsExactlyElementsOf(rule.equals("REPLACE") ? List.of(0, 1) : List.of(0));
            assertThat(spooled("objects")).isEqualTo(rule.equals("REPLACE") ? 2 : 1);
        }
    }

    @Test
    void aWindowOfOperationsIsAnsweredInOrder() throws Exception {
        UserInformation own = UserInformation.own(16384);
        UserInformation window = new UserInformation(
                own.maxPduLength(), own.implementationClassUid(), null, new AsyncWindow(0, 1), List.of(), null, null);
        try (TestServer server = TestServer.in(folder);
                RawPeer peer = new RawPeer(server.port()).associate(window)) {
            for (int i = 1; i <= 20; i++) {
                peer.raw(pdata(pdv(3, 3, storeRq(i, "1.2.3." + i)), pdv(3, 2, dataset("1.2.3." + i))));
            }
            peer.send(new ReleaseRq());
            for (int i = 1; i <= 20; i++) {
                CommandSet response = peer.response();
                assertThat(response.number(CommandSet.MESSAGE_ID_BEING_RESPONDED_TO, -1))
                        .isEqualTo(i);
                assertThat(response.number(CommandSet.STATUS, -1)).isEqualTo(Status.SUCCESS);
            }
            assertThat(peer.read()[0]).isEqualTo((byte) Pdu.TYPE_RELEASE_RP);
        }
    }

    @Test
    void aUserIdentityIsCheckedWhenUsersAreConfigured() throws Exception {
        try (TestServer server = new TestServer(
                SpoolSettings.in(folder.resolve("spool")),
                AcceptorSettings.plain("127.0.0.1", 0),
                TestServer.policy(Map.of("modality1", "secret"), Set.of()))) {
            assertThat(associates(server, null)).isFalse();
            assertThat(associates(server, identity("wrong"))).isFalse();
            assertThat(associates(server, identity("secret"))).isTrue();
        }
    }

    private static UserIdentity identity(String passcode) {
        return new UserIdentity(
                2, true, "modality1".getBytes(StandardCharsets.UTF_8), passcode.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean associates(TestServer server, UserIdentity identity) throws IOException {
        UserInformation user = new UserInformation(16384, "1.2.3", null, null, List.of(), identity, null);
        try (RawPeer peer = new RawPeer(server.port())) {
            peer.associate(user);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void tooManyAssociationsAreRejectedForNowAndOthersGoOn() throws Exception {
        AcceptorSettings two = new AcceptorSettings("127.0.0.1", 0, null, false, 2, 2, AssociationSettings.DEFAULT);
        try (TestServer server = new TestServer(SpoolSettings.in(folder.resolve("spool")), two, TestServer.policy());
                RawPeer first = new RawPeer(server.port()).associate();
                RawPeer second = new RawPeer(server.port()).associate();
                RawPeer third = new RawPeer(server.port())) {
            try {
                third.associate();
                throw new AssertionError("the third was accepted");
            } catch (EOFException e) {
                throw new AssertionError("closed without a word", e);
            } catch (IOException e) {
                assertThat(e).hasMessage("not accepted, PDU type 3");
            }
            first.raw(pdata(pdv(1, 3, echoRq(1))));
            assertThat(first.status()).isEqualTo(Status.SUCCESS);
            second.close();
            await().until(() -> {
                try (RawPeer again = new RawPeer(server.port())) {
                    again.associate();
                    return true;
                } catch (IOException e) {
                    return false;
                }
            });
        }
    }

    @Test
    void garbageOfOneDisturbsNoOther() throws Exception {
        try (TestServer server = TestServer.in(folder);
                RawPeer good = new RawPeer(server.port()).associate()) {
            Random random = new Random(4711);
            byte[] command = storeRq(1, "1.2.3");
            byte[] data = dataset("1.2.3");
            good.raw(pdata(pdv(3, 3, command), pdv(3, 0, Arrays.copyOf(data, 500))));
            for (int i = 0; i < 60; i++) {
                try (RawPeer bad = new RawPeer(server.port())) {
                    if (i % 3 != 0) {
                        bad.associate();
                    }
                    byte[] garbage = i % 2 == 0 ? pdata(pdv(3, 3, command), pdv(3, 2, data)) : new byte[200];
                    for (int n = 0; n < 20; n++) {
                        garbage[random.nextInt(garbage.length)] = (byte) random.nextInt();
                    }
                    bad.raw(garbage);
                } catch (IOException e) {
                    // aborted while it was still writing: as it should be
                }
            }
            good.raw(pdata(pdv(3, 2, Arrays.copyOfRange(data, 500, data.length))));
            assertThat(good.status()).isEqualTo(Status.SUCCESS);
        }
    }

    @Test
    void aDocumentOf20MegabytesIsStoredAndPointedAt() throws Exception {
        byte[] pdf = new byte[20 << 20];
        byte[] data = new DatasetBuilder(SpecificCharacterSet.DEFAULT)
                .text("SOPClassUID", RawPeer.CT)
                .text("SOPInstanceUID", "1.2.3")
                .bytes("EncapsulatedDocument", Vr.OB, pdf)
                .text("MIMETypeOfEncapsulatedDocument", "application/pdf")
                .write();
        try (TestServer server = TestServer.in(folder);
                RawPeer peer = new RawPeer(server.port()).associate()) {
            peer.raw(pdata(pdv(3, 3, storeRq(1, "1.2.3")), pdv(3, 2, data)));
            assertThat(peer.status()).isEqualTo(Status.SUCCESS);
            StoredInstance stored = server.handed.get(0);
            Value.Bulk bulk = (Value.Bulk) stored.dataset().element(0x00420011).value();
            assertThat(bulk.length()).isEqualTo(20 << 20);
            assertThat(stored.dataset().string(0x00420012)).isEqualTo("application/pdf");
        }
    }
}
