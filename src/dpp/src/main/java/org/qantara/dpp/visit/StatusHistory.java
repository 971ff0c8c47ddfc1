package org.qantara.dpp.visit;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Encounter.StatusHistoryComponent;
import org.hl7.fhir.r4.model.Extension;
import org.jspecify.annotations.Nullable;

/** The states that a visit went through: {@code statusHistory} holds the past ones, {@code status} the present one (R4, Encounter). */
final class StatusHistory {

    /** States in which the patient is no longer anywhere. */
    static final Set<EncounterStatus> OVER =
            EnumSet.of(EncounterStatus.FINISHED, EncounterStatus.CANCELLED, EncounterStatus.ENTEREDINERROR);

    private StatusHistory() {}

    /** True when a visit that was over goes on. */
    static boolean carryOver(Encounter stored, Encounter said) {
        List<StatusHistoryComponent> past = new ArrayList<>();
        stored.getStatusHistory().forEach(entry -> past.add(entry.copy()));
        EncounterStatus before = stored.getStatus();
        @Nullable DateTimeType since = since(said);
        boolean stays = said.getStatus() == before || (since == null && keeps(before, said));
        if (stays) {
            if (since == null || since(stored) != null) {
                said.setStatusElement(stored.getStatusElement().copy());
            }
            said.setStatusHistory(past);
            if (OVER.contains(before) && said.hasPeriod() && !said.getPeriod().hasEnd()) {
                said.getPeriod()
                        .setEndElement(stored.getPeriod().getEndElement().copy());
            }
            return false;
        }
        @Nullable
        DateTimeType from =
                since != null ? since : ends(said) ? said.getPeriod().getEndElement() : null;
        past.add(new StatusHistoryComponent().setStatus(before).setPeriod(Spans.between(began(stored), from)));
        said.setStatusHistory(past.subList(Math.max(0, past.size() - VisitHistory.ENTRIES_MAX), past.size()));
        if (from != null && since == null) {
            said.getStatusElement().addExtension(new Extension(VisitHistory.SINCE_URL, from.copy()));
        }
        return OVER.contains(before) && !OVER.contains(said.getStatus());
    }

    /** Since when the present state holds, by its message; null when that did not say. */
    static @Nullable DateTimeType since(Encounter encounter) {
        @Nullable Extension extension = encounter.getStatusElement().getExtensionByUrl(VisitHistory.SINCE_URL);
        return extension != null && extension.getValue() instanceof DateTimeType time && time.hasValue() ? time : null;
    }

    /** An update of something else neither brings a patient back nor ends his leave; the end of the visit is no such update. */
    private static boolean keeps(EncounterStatus before, Encounter said) {
        return OVER.contains(before)
                ? !ends(said)
                : before == EncounterStatus.ONLEAVE && !OVER.contains(said.getStatus());
    }

    private static boolean ends(Encounter said) {
        return said.getStatus() == EncounterStatus.FINISHED && said.getPeriod().hasEnd();
    }

    private static @Nullable DateTimeType began(Encounter stored) {
        @Nullable DateTimeType since = since(stored);
        if (since == null && stored.hasStatusHistory()) {
            List<StatusHistoryComponent> past = stored.getStatusHistory();
            since = past.get(past.size() - 1).getPeriod().getEndElement();
        }
        return since != null && since.hasValue() ? since : stored.getPeriod().getStartElement();
    }
}
