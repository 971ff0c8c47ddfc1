package org.qantara.mapping.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.qantara.mapping.Data;
import org.qantara.mapping.hl7v2.Hl7Message;
import org.qantara.mapping.schema.FhirTypes;

class MemoTest {
    private static Frame frame() throws Exception {
        byte[] body = "MSH|^~\\&|A\r".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Hl7Message message = Hl7Message.read(body, java.nio.charset.StandardCharsets.UTF_8);
        Fhir fhir = new Fhir(new FhirTypes());
        Run run = new Run(message, Data.facility("X"), false, fhir, Severities.TABLE);
        return new Frame(run, new long[] {0}, new Object[0], new FhirObject(fhir.anything()));
    }

    @Test
    void whatStandsTwiceIsEvaluatedOncePerCall() throws Exception {
        var evaluations = new AtomicInteger();
        var slots = new Memo.Slots();
        var twice = new Memo(f -> "n" + evaluations.incrementAndGet(), slots);
        twice.again();
        Frame one = frame();
        assertThat(twice.text(one)).isEqualTo("n1");
        assertThat(twice.text(one)).isEqualTo("n1");
        assertThat(twice.text(frame())).as("another call of the map").isEqualTo("n2");
    }

    @Test
    void nothingIsRememberedAsAnAnswerToo() throws Exception {
        var evaluations = new AtomicInteger();
        var absent = new Memo(
                f -> {
                    evaluations.incrementAndGet();
                    return null;
                },
                new Memo.Slots());
        absent.again();
        Frame frame = frame();
        assertThat(absent.text(frame)).isNull();
        assertThat(absent.text(frame)).isNull();
        assertThat(evaluations).hasValue(1);
    }
}
