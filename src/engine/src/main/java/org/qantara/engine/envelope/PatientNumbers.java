package org.qantara.engine.envelope;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.hl7v2.Hl7Message;
import org.qantara.mapping.source.SourceDocument;

/**
 * The local patient numbers a message names, in the order of its segments: PID-3 (else PID-2) of every PID, MRG-1 (else MRG-4) of
 * every MRG. A number is local when its assigning authority (CX.4) is the route's, or when it names none.
 */
record PatientNumbers(@Nullable String first, List<String> others) {
    private static final int PATIENTS_MAX = 1_000;

    static PatientNumbers of(Hl7Message message, @Nullable String authority) {
        Set<String> found = new LinkedHashSet<>();
        for (int segment = 0; segment < message.records() && found.size() < PATIENTS_MAX; segment++) {
            switch (message.name(segment)) {
                case "PID" -> add(found, message, authority, message.field(segment, 3), message.field(segment, 2));
                case "MRG" -> add(found, message, authority, message.field(segment, 1), message.field(segment, 4));
                default -> {
                    // the other segments name no patient of their own
                }
            }
        }
        List<String> all = List.copyOf(found);
        return all.isEmpty()
                ? new PatientNumbers(null, List.of())
                : new PatientNumbers(all.get(0), all.subList(1, all.size()));
    }

    private static void add(
            Set<String> found, Hl7Message message, @Nullable String authority, long field, long otherwise) {
        String number = local(message, authority, field);
        if (number == null) {
            number = local(message, authority, otherwise);
        }
        if (number != null) {
            found.add(number);
        }
    }

    private static @Nullable String local(Hl7Message message, @Nullable String authority, long field) {
        String unassigned = null;
        long repetition = message.firstRepetition(field);
        while (repetition != SourceDocument.NONE) {
            String number = Shown.cut(message.text(message.part(repetition, 1)));
            long assigner = message.part(repetition, 4);
            if (number != null && authority != null && names(message, assigner, authority)) {
                return number;
            }
            if (number != null && unassigned == null && (authority == null || !message.valued(assigner))) {
                unassigned = number;
            }
            repetition = message.nextRepetition(field, repetition);
        }
        return unassigned;
    }

    private static boolean names(Hl7Message message, long assigner, String authority) {
        return authority.equals(message.text(message.part(assigner, 1)))
                || authority.equals(message.text(message.part(assigner, 2)));
    }
}
