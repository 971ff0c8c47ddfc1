package org.qantara.connectors.dicom.dimse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class CommandSetTest {
    private static CommandSet read(String hex) throws CommandException {
        return CommandSet.read(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex.replace(" ", ""))));
    }

    @Test
    void aCEchoRequestHasTheBytesOfTheStandard() throws CommandException {
        // group length 56; (0000,0002) 1.2.840.10008.1.1; (0000,0100) 0030H; (0000,0110) 1; (0000,0800) 0101H
        String expected = "0000000004000000 38000000"
                + "0000020012000000 312e322e3834302e31303030382e312e3100"
                + "0000000102000000 3000" + "0000100102000000 0100" + "0000000802000000 0101";
        CommandSet echo = new CommandSet()
                .put(CommandSet.AFFECTED_SOP_CLASS_UID, "1.2.840.10008.1.1")
                .put(CommandSet.COMMAND_FIELD, Command.C_ECHO_RQ)
                .put(CommandSet.MESSAGE_ID, 1)
                .put(CommandSet.COMMAND_DATA_SET_TYPE, Command.NO_DATA_SET);
        assertThat(ByteBufUtil.hexDump(echo.write())).isEqualTo(expected.replace(" ", ""));
        CommandSet read = read(expected);
        assertThat(read.commandField()).isEqualTo(Command.C_ECHO_RQ);
        assertThat(read.text(CommandSet.AFFECTED_SOP_CLASS_UID)).isEqualTo("1.2.840.10008.1.1");
        assertThat(read.hasDataSet()).isFalse();
    }

    @Test
    void aWrongGroupLengthIsNoMatter() throws CommandException {
        assertThat(read("0000000004000000 ffffffff 0000000102000000 3000").commandField())
                .isEqualTo(0x30);
    }

    @Test
    void whatIsNoCommandIsRefused() {
        assertThatThrownBy(() -> read("00000001 ffffff7f 3000"))
                .hasMessageContaining("declares 2147483647 bytes, 2 are left");
        assertThatThrownBy(() -> read("08000500 02000000 3000")).hasMessageContaining("(0008,0005) does not belong");
        assertThatThrownBy(() -> read("000000")).hasMessageContaining("3 bytes are left");
        assertThatThrownBy(() -> read("")).hasMessageContaining("Command Field (0000,0100) is missing");
    }

    @Test
    void aCommentIsCutToItsLength() {
        CommandSet response = CommandSet.responseTo(
                        new CommandSet().put(CommandSet.COMMAND_FIELD, Command.C_STORE_RQ), Status.CANNOT_UNDERSTAND)
                .comment("x".repeat(100));
        assertThat(response.text(CommandSet.ERROR_COMMENT)).hasSize(64);
        assertThat(response.commandField()).isEqualTo(0x8001);
    }

    @Property
    void whatIsWrittenIsRead(
            @ForAll @IntRange(max = 0xFFFF) int number,
            @ForAll @StringLength(min = 1, max = 64) @CharRange(from = '0', to = '9') String uid)
            throws CommandException {
        CommandSet read = CommandSet.read(new CommandSet()
                .put(CommandSet.COMMAND_FIELD, number)
                .put(CommandSet.AFFECTED_SOP_INSTANCE_UID, uid)
                .write());
        assertThat(read.commandField()).isEqualTo(number);
        assertThat(read.text(CommandSet.AFFECTED_SOP_INSTANCE_UID)).isEqualTo(uid);
    }
}
