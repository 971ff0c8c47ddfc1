package org.qantara.app.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.qantara.connectors.mllp.hl7.Verdict;
import org.qantara.engine.ErrorCode;
import org.qantara.engine.MessageState;
import org.qantara.engine.message.Fault;

class ApplicationAnswersTest {
    @Test
    void onlyQuarantineIsAnError() {
        assertThat(Stream.of(MessageState.values()).filter(state -> !ApplicationAnswers.verdict(state, null)
                        .positive()))
                .containsExactly(MessageState.QUARANTINED);
    }

    @Test
    void theReasonComesAlong() {
        Fault fault =
                new Fault(ErrorCode.MAPPING_FAILED, "CODE-UNMAPPED", "OBX[3]-5[2].1", "this code has no meaning here");
        Verdict verdict = ApplicationAnswers.verdict(MessageState.QUARANTINED, fault);
        assertThat(verdict)
                .isEqualTo(
                        Verdict.refused("AE", "207", "OBX^3^5^2^1", "this code has no meaning here", "CODE-UNMAPPED"));
    }
}
