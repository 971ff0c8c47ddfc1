package org.qantara.connectors.dicom.dataset;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.qantara.connectors.dicom.dimse.CommandException;
import org.qantara.connectors.dicom.dimse.CommandSet;
import org.qantara.connectors.dicom.pdu.PduDecoder;
import org.qantara.connectors.dicom.pdu.PduException;

/**
 * Fuzz targets for every parser that reads the wire: nothing but the parser's own exception may come out. {@code
 * JAZZER_FUZZ=1} with one target selected searches; without it the known inputs are replayed. Behind {@code -Plong},
 * as Jazzer instruments the whole JVM.
 */
@org.junit.jupiter.api.Tag("long")
class ParserFuzzTest {
    private static final ReadLimits SMALL = new ReadLimits(1 << 16, 256, 1 << 20, 10_000, 32, 100, 1 << 22);
    private static final List<TransferSyntax> SYNTAXES = List.of(
            TransferSyntax.EXPLICIT,
            TransferSyntax.IMPLICIT,
            TransferSyntax.of(Uids.EXPLICIT_VR_BIG_ENDIAN),
            TransferSyntax.of(Uids.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN));
    private static final List<String> TERMS = List.of(
            "ISO_IR 127",
            "\\ISO 2022 IR 87",
            "\\ISO 2022 IR 149",
            "ISO_IR 192",
            "GB18030",
            "ISO 2022 IR 13\\ISO 2022 IR 159");

    @FuzzTest(maxDuration = "60s")
    void pdu(byte[] bytes) {
        EmbeddedChannel channel = new EmbeddedChannel(new PduDecoder(1 << 16));
        try {
            channel.writeInbound(Unpooled.wrappedBuffer(bytes));
        } catch (DecoderException e) {
            if (!(e.getCause() instanceof PduException)) {
                throw e;
            }
        } finally {
            for (Object pdu = channel.readInbound(); pdu != null; pdu = channel.readInbound()) {
                ReferenceCountUtil.release(pdu);
            }
        }
    }

    @FuzzTest(maxDuration = "60s")
    void commandSet(byte[] bytes) {
        try {
            CommandSet.read(Unpooled.wrappedBuffer(bytes)).write().release();
        } catch (CommandException e) {
            // the one way out
        }
    }

    @FuzzTest(maxDuration = "60s")
    void dataset(byte[] bytes) throws IOException {
        for (TransferSyntax syntax : SYNTAXES) {
            parse(bytes, syntax);
        }
    }

    static void parse(byte[] bytes, TransferSyntax syntax) throws IOException {
        try {
            Dataset dataset = DatasetReader.read(new BytesChannel(bytes), syntax, CharacterSets.TRUSTING, SMALL);
            DicomJson.write(dataset, "spool:x", syntax.uid());
        } catch (DatasetException e) {
            // the one way out
        }
    }

    @FuzzTest(maxDuration = "60s")
    void characterSet(byte[] bytes) {
        for (String terms : TERMS) {
            SpecificCharacterSet.of(List.of(terms.split("\\\\", -1))).decode(bytes, true);
        }
        SpecificCharacterSet.of(List.of(new String(bytes, StandardCharsets.ISO_8859_1)));
    }
}
