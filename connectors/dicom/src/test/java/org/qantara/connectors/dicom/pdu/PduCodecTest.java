package org.qantara.connectors.dicom.pdu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.qantara.connectors.dicom.pdu.UserInformation.AsyncWindow;
import org.qantara.connectors.dicom.pdu.UserInformation.RoleSelection;

class PduCodecTest {
    /** A-RELEASE-RQ: type 05, length 4. */
    private static final String RELEASE_RQ = "05 00 00000004 00000000";
    /** A-ABORT: source 2 (provider), reason 1 (unrecognized PDU). */
    private static final String ABORT = "07 00 00000004 0000 02 01";
    /** A-ASSOCIATE-RJ: result 1 (permanent), source 1 (user), reason 7 (called AE title not recognized). */
    private static final String REJECT = "03 00 00000004 00 01 01 07";
    /**
     * A-ASSOCIATE-RQ as a careless device writes it: version 1, called "qantara" in lower case padded with NUL, calling
     * " CT1" with a leading blank; application context; an item 99H nobody knows; context 1 for CT in implicit VR with
     * a UID padded with a blank; user information: maximum length 0, an item 5FH nobody knows.
     */
    private static final String CARELESS_RQ =
            """
            01 00 000000b0 0001 0000
            71616e74617261000000000000000000
            20435431202020202020202020202020
            0000000000000000000000000000000000000000000000000000000000000000
            10 00 0015 312e322e3834302e31303030382e332e312e312e31
            99 00 0002 beef
            20 00 0037 01 000000
            30 00 001a 312e322e3834302e31303030382e352e312e342e312e312e3220
            40 00 0011 312e322e3834302e31303030382e312e32
            50 00 000e
            51 00 0004 00000000
            5f 00 0002 cafe
            """;

    private static ByteBuf hex(String text) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(text.replaceAll("\\s", "")));
    }

    private static List<Pdu> decode(ByteBuf bytes) {
        EmbeddedChannel channel = new EmbeddedChannel(new PduDecoder(1 << 20));
        channel.writeInbound(bytes);
        List<Pdu> pdus = new ArrayList<>();
        for (Pdu pdu = channel.readInbound(); pdu != null; pdu = channel.readInbound()) {
            pdus.add(pdu);
        }
        return pdus;
    }

    @Test
    void shortPdusAreRead() {
        assertThat(decode(hex(RELEASE_RQ + ABORT + REJECT + "06 00 00000004 00000000")))
                .containsExactly(
                        new ReleaseRq(), new Abort(2, 1), AssociateRj.CALLED_AE_NOT_RECOGNIZED, new ReleaseRp());
    }

    @Test
    void aCarelessRequestIsReadAndUnknownItemsAreSkipped() {
        AssociateRq request = (AssociateRq) decode(hex(CARELESS_RQ)).get(0);
        assertThat(request.calledAeTitle()).isEqualTo("qantara");
        assertThat(request.callingAeTitle()).isEqualTo("CT1");
        assertThat(request.applicationContext()).isEqualTo(Pdu.APPLICATION_CONTEXT);
        assertThat(request.contexts())
                .containsExactly(new ProposedContext(1, "1.2.840.10008.5.1.4.1.1.2", List.of("1.2.840.10008.1.2")));
        assertThat(request.userInformation().maxPduLength()).isZero();
    }

    @Test
    void everySplitOfTheBytesGivesTheSame() {
        ByteBuf whole = hex(CARELESS_RQ + RELEASE_RQ + ABORT);
        List<Pdu> expected = decode(whole.copy());
        for (int split = 1; split < whole.readableBytes(); split++) {
            EmbeddedChannel channel = new EmbeddedChannel(new PduDecoder(1 << 20));
            channel.writeInbound(whole.copy(0, split), whole.copy(split, whole.readableBytes() - split));
            List<Pdu> pdus = new ArrayList<>();
            for (Pdu pdu = channel.readInbound(); pdu != null; pdu = channel.readInbound()) {
                pdus.add(pdu);
            }
            assertThat(pdus).as("split at %d", split).isEqualTo(expected);
        }
    }

    /** One P-DATA-TF of 22 bytes: a command PDV (context 1, last) of 4 bytes and a data PDV (context 1, not last) of 6. */
    private static final String TWO_PDVS = "04 00 00000016 00000006 01 03 aabbccdd 00000008 01 00 112233445566";

    @Test
    void severalPdvsOfOnePduAreParted() {
        List<Pdu> pdus = decode(hex(TWO_PDVS));
        assertThat(pdus).hasSize(2);
        Pdv command = (Pdv) pdus.get(0);
        assertThat(command.command()).isTrue();
        assertThat(command.last()).isTrue();
        assertThat(ByteBufUtil.hexDump(command.content())).isEqualTo("aabbccdd");
        Pdv data = (Pdv) pdus.get(1);
        assertThat(data.command()).isFalse();
        assertThat(data.last()).isFalse();
        assertThat(ByteBufUtil.hexDump(data.content())).isEqualTo("112233445566");
    }

    @Test
    void aPdvThatArrivesInPiecesIsHandedOnInPiecesAndOnlyTheLastIsLast() {
        EmbeddedChannel channel = new EmbeddedChannel(new PduDecoder(1 << 20));
        // a PDU of 6 MB announced, far over what we asked for; 3 bytes of it arrive
        channel.writeInbound(hex("04 00 00600006 00600002 01 02 000102"));
        Pdv first = channel.readInbound();
        assertThat(first.content().readableBytes()).isEqualTo(3);
        assertThat(first.last()).isFalse();
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[0x600000 - 3]));
        Pdv second = channel.readInbound();
        assertThat(second.content().readableBytes()).isEqualTo(0x600000 - 3);
        assertThat(second.last()).isTrue();
    }

    @Test
    void aPdvOfNoBytesIsHandedOn() {
        Pdv empty = (Pdv) decode(hex("04 00 00000006 00000002 03 02")).get(0);
        assertThat(empty.contextId()).isEqualTo(3);
        assertThat(empty.last()).isTrue();
        assertThat(empty.content().readableBytes()).isZero();
    }

    @Test
    void everyKindSurvivesWritingAndReading() {
        AssociateRq request = new AssociateRq(
                1,
                "ARCHIVE",
                "QANTARA",
                Pdu.APPLICATION_CONTEXT,
                List.of(
                        new ProposedContext(1, "1.2.3", List.of("1.2.840.10008.1.2", "1.2.840.10008.1.2.1")),
                        new ProposedContext(3, "1.2.4", List.of("1.2.840.10008.1.2"))),
                new UserInformation(
                        16384,
                        "1.2.5",
                        "TEST",
                        new AsyncWindow(5, 1),
                        List.of(new RoleSelection("1.2.3", true, false)),
                        null,
                        null));
        AssociateAc answer = new AssociateAc(
                "ARCHIVE",
                "QANTARA",
                Pdu.APPLICATION_CONTEXT,
                List.of(new ContextResult(1, 0, "1.2.840.10008.1.2.1"), new ContextResult(3, 4, "1.2.840.10008.1.2")),
                UserInformation.own(0));
        List<Pdu> pdus = List.of(
                request,
                answer,
                AssociateRj.LOCAL_LIMIT_EXCEEDED,
                new Pdv(1, true, true, hex("0102")),
                new ReleaseRq(),
                new ReleaseRp(),
                Abort.byProvider(Abort.UNEXPECTED_PDU));
        ByteBuf bytes = Unpooled.buffer();
        pdus.forEach(pdu -> PduEncoder.write(pdu, bytes));
        assertThat(decode(bytes)).isEqualTo(pdus);
    }

    @Test
    void whatIsNoPduIsRefusedWithItsReason() {
        broken("47 45 54202f20 48545450", Abort.UNRECOGNIZED_PDU, "does not speak DICOM");
        broken("05 00 00000008 0000000000000000", Abort.INVALID_PARAMETER_VALUE, "must have 4 bytes, it has 8");
        broken("01 00 00200000", Abort.INVALID_PARAMETER_VALUE, "declares 2097152 bytes, the limit is 1048576");
        broken("01 00 00000004 00010000", Abort.INVALID_PARAMETER_VALUE, "needs at least 68 bytes");
        broken("04 00 00000002 0000", Abort.INVALID_PARAMETER_VALUE, "needs at least 6");
        broken("04 00 00000008 00000001 01 03", Abort.INVALID_PARAMETER_VALUE, "declares 1 bytes");
        broken("04 00 00000008 7fffffff 01 03", Abort.INVALID_PARAMETER_VALUE, "has 4 left");
    }

    private static void broken(String bytes, int reason, String text) {
        EmbeddedChannel channel = new EmbeddedChannel(new PduDecoder(1 << 20));
        assertThatThrownBy(() -> channel.writeInbound(hex(bytes)))
                .isInstanceOf(DecoderException.class)
                .cause()
                .hasMessageContaining(text)
                .isInstanceOfSatisfying(
                        PduException.class, e -> assertThat(e.abortReason()).isEqualTo(reason));
        // what comes after is dropped, not read
        channel.writeInbound(hex(RELEASE_RQ));
        assertThat(channel.<Pdu>readInbound()).isNull();
    }
}
