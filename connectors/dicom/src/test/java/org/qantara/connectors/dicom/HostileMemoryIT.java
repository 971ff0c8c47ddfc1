package org.qantara.connectors.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.connectors.dicom.dataset.DatasetBuilder;
import org.qantara.connectors.dicom.dataset.SpecificCharacterSet;
import org.qantara.connectors.dicom.dimse.Status;

/** Memory: lying lengths cost nothing, and an instance of any size needs no more than a small one. */
class HostileMemoryIT {
    @TempDir
    Path folder;

    @Test
    void lyingLengthsDoNotFillSixtyFourMegabytes() throws Exception {
        Process server = CrashServer.start(folder, "-Xmx64m", "-XX:+ExitOnOutOfMemoryError");
        List<RawPeer> peers = new ArrayList<>();
        try {
            int port = CrashServer.port(folder);
            for (int i = 0; i < 10; i++) {
                // an A-ASSOCIATE-RQ of almost 1 MiB, of which 10 bytes come
                RawPeer waiting = new RawPeer(port);
                waiting.raw(ByteBufUtil.decodeHexDump("0100000fffff00010000414243440000"));
                peers.add(waiting);
            }
            for (int i = 0; i < 5; i++) {
                // a P-DATA-TF of 4 GiB, of which 1 MiB comes and goes to disk
                RawPeer lying = new RawPeer(port).associate();
                lying.raw(RawPeer.pdata(RawPeer.pdv(3, 3, RawPeer.storeRq(1, "1.2." + i))));
                lying.raw(ByteBufUtil.decodeHexDump("0400ffffffff" + "fffffff9" + "0302"));
                lying.raw(new byte[1 << 20]);
                peers.add(lying);
            }
            peers.get(0).close();
            // data sets whose elements declare up to 4 GiB
            for (String element : List.of(
                    "e07f10004f570000fffffffe",
                    "10001000504eff7f",
                    "42001100" + "4f420000" + "ffffff7f",
                    "0800111053510000ffffff7ffeff00e0ffffff7f")) {
                try (RawPeer peer = new RawPeer(port).associate()) {
                    byte[] head = new DatasetBuilder(SpecificCharacterSet.DEFAULT)
                            .text("SOPInstanceUID", "1.2.3")
                            .write();
                    byte[] data = ByteBufUtil.getBytes(
                            Unpooled.wrappedBuffer(head, ByteBufUtil.decodeHexDump(element), new byte[16]));
                    peer.raw(RawPeer.pdata(RawPeer.pdv(3, 3, RawPeer.storeRq(1, "1.2.3")), RawPeer.pdv(3, 2, data)));
                    assertThat(peer.status()).isEqualTo(Status.CANNOT_UNDERSTAND);
                }
            }
            assertThat(server.isAlive()).isTrue();
            assertThat(Files.readString(folder.resolve("log"))).doesNotContain("OutOfMemory");
        } finally {
            for (RawPeer peer : peers) {
                peer.close();
            }
            server.destroyForcibly().waitFor();
        }
    }

    @Test
    @Tag("long")
    void aMultiFrameOfTwoGigabytesNeedsNoMemory() throws Exception {
        Process server = CrashServer.start(folder, "-Xmx64m", "-XX:+ExitOnOutOfMemoryError");
        try (RawPeer peer = new RawPeer(CrashServer.port(folder)).associate()) {
            long pixels = (2L << 30) + 2;
            byte[] head = new DatasetBuilder(SpecificCharacterSet.DEFAULT)
                    .text("SOPInstanceUID", "1.2.3")
                    .write();
            byte[] element = ByteBufUtil.decodeHexDump("e07f10004f57000002000080"); // 80000002H, little endian
            peer.raw(RawPeer.pdata(RawPeer.pdv(3, 3, RawPeer.storeRq(1, "1.2.3"))));
            peer.raw(RawPeer.pdata(RawPeer.pdv(3, 0, head), RawPeer.pdv(3, 0, element)));
            byte[] piece = new byte[1 << 20];
            for (long left = pixels; left > 0; left -= piece.length) {
                byte[] part = left >= piece.length ? piece : new byte[(int) left];
                peer.raw(RawPeer.pdata(RawPeer.pdv(3, left <= piece.length ? 2 : 0, part)));
            }
            assertThat(peer.status()).isEqualTo(Status.SUCCESS);
        } catch (IOException e) {
            throw new AssertionError("the provider said: " + Files.readString(folder.resolve("log")), e);
        } finally {
            server.destroyForcibly().waitFor();
        }
    }
}
