package org.qantara.dpp.visit;

import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Period;
import org.jspecify.annotations.Nullable;

/** Periods that hold in FHIR: never ended before they began, never empty. */
final class Spans {

    private static final String ABSENT_URL = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

    private Spans() {}

    /** From the one to the other as far as they are known; a beginning after the end is left out; said to be unknown when nothing is left. */
    static Period between(@Nullable DateTimeType start, @Nullable DateTimeType end) {
        Period period = new Period();
        if (end != null && end.hasValue()) {
            period.setEndElement(bare(end));
        }
        if (start != null
                && start.hasValue()
                && (!period.hasEnd() || !start.getValue().after(period.getEnd()))) {
            period.setStartElement(bare(start));
        }
        if (period.isEmpty()) {
            period.addExtension(new Extension(ABSENT_URL, new CodeType("unknown")));
        }
        return period;
    }

    private static DateTimeType bare(DateTimeType time) {
        return new DateTimeType(time.getValueAsString());
    }
}
