package org.qantara.dpp.registry.fhir;

import java.util.List;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Linkage;
import org.qantara.dpp.ownership.MessageSource;
import org.qantara.dpp.registry.store.Statements.State;

/** Reads which Patients of this server a Linkage names, and whether it joins or parts them: {@code active} false parts. Never fails. */
public record LinkageReader(List<String> patients, State state, String sender) {
    private static final int PATIENTS_MAX = 12;

    public static LinkageReader read(Linkage linkage) {
        List<String> patients = linkage.getItem().stream()
                .map(item -> new IdType(String.valueOf(item.getResource().getReference())))
                .filter(id -> id.hasIdPart() && "Patient".equals(id.getResourceType()))
                .map(IdType::getIdPart)
                .filter(id -> !GoldenPatient.isGolden(id))
                .distinct()
                .limit(PATIENTS_MAX)
                .toList();
        String sender = MessageSource.parse(linkage.getMeta().getSource())
                .map(MessageSource::facility)
                .orElse("a client");
        boolean parts = linkage.hasActive() && !linkage.getActive();
        return new LinkageReader(patients, parts ? State.PARTED : State.JOINED, sender);
    }
}
