package org.qantara.engine.envelope;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.message.Labels;

/**
 * What the records of one ASTM or HPRIM message say of it, read one after another. Patient is P-3; sample O-3 (else O-4), in HPRIM
 * OBR-3 and OBR-4 (laboratory's and requester's number); control id H-3, sender H-5.1. Positions count the record's name as 1.
 */
final class RecordScan {
    private static final int PATIENTS_MAX = 100;
    private static final int DATE_DIGITS = 8;
    private static final Set<String> CONTEXTS = Set.of("ORU", "ORM", "ADM", "ERR");

    private final String delimiter;
    private final char component;
    private final boolean hprim;
    private final @Nullable Pattern controls;
    private final Set<String> patients = new LinkedHashSet<>();
    private @Nullable String controlId;
    private @Nullable String sender;
    private @Nullable String processing;
    private @Nullable String context;
    private @Nullable String visit;
    private @Nullable String sample;
    private @Nullable String placer;
    private @Nullable String filler;
    private int orders;
    private int controlOrders;
    private boolean controlSample;
    private boolean query;
    private boolean dated;

    /** @param controls which sample numbers are quality control beside those that say so themselves */
    RecordScan(String delimiter, char component, boolean hprim, @Nullable Pattern controls) {
        this.delimiter = delimiter;
        this.component = component;
        this.hprim = hprim;
        this.controls = controls;
    }

    void record(String record) {
        String[] field = record.split(Pattern.quote(delimiter), -1);
        switch (field[0].strip()) {
            case "H" -> {
                controlId = at(field, 3);
                sender = part(at(field, 5), 1);
                processing = at(field, 12);
                context = context(field);
                dated |= isDate(at(field, 14));
            }
            case "P" -> {
                String number = part(at(field, 3), 1);
                patient(number);
                if (hprim) {
                    visit = or(visit, part(at(field, 5), 1));
                    // two numbers of one person: the lanes of both must wait
                    patient("FU".equals(part(at(field, 3), 3)) ? part(at(field, 3), 2) : null);
                }
            }
            case "O" -> order(field);
            case "OBR" -> {
                sample = or(sample, or(part(at(field, 3), 1), part(at(field, 3), 2)));
                filler = or(filler, part(at(field, 4), 1));
                placer = or(placer, part(at(field, 4), 2));
                dated |= isDate(at(field, 7)) || isDate(at(field, 8));
            }
            case "R" -> dated |= isDate(at(field, 12)) || isDate(at(field, 13));
            case "OBX" -> dated |= isDate(at(field, 15));
            case "Q" -> query = true;
            default -> {
                // comments and the like name nothing to find them by
            }
        }
    }

    private void patient(@Nullable String number) {
        if (number != null && patients.size() < PATIENTS_MAX) {
            patients.add(number);
        }
    }

    /** HPRIM 7.7: ORU results, ORM requests, ADM admissions, ERR errors; senders that count one field too many have it in the next. */
    private @Nullable String context(String[] field) {
        for (int number = 7; hprim && number <= 8; number++) {
            String told = at(field, number);
            if (told != null && CONTEXTS.contains(told)) {
                return told;
            }
        }
        return null;
    }

    private void order(String[] field) {
        String number = part(at(field, 3), 1);
        orders++;
        boolean named =
                number != null && controls != null && controls.matcher(number).matches();
        controlSample |= named;
        controlOrders += named || "Q".equals(at(field, 12)) ? 1 : 0;
        sample = or(sample, or(number, part(at(field, 4), 1)));
        dated |= isDate(at(field, 7)) || isDate(at(field, 8));
    }

    /** {@code ASTM^R} results, {@code ^Q} host query, {@code ^QC} quality control, {@code ^T} training, {@code ^MIXED} controls beside patients. */
    private String type() {
        if (hprim) {
            return context == null || context.equals("ORU") ? "HPRIM^R" : "HPRIM^" + context;
        }
        if ("T".equals(processing) || "D".equals(processing)) {
            return "ASTM^T";
        }
        // LIS02-A2: H-12 Q the message holds quality control; O-12 Q this sample does
        if ("Q".equals(processing) || orders > 0 && controlOrders == orders) {
            return "ASTM^QC";
        }
        return query ? "ASTM^Q" : controlSample ? "ASTM^MIXED" : "ASTM^R";
    }

    Labels labels(String hash) {
        List<String> all = List.copyOf(patients);
        String id = controlId != null ? controlId : dated ? "hash-" + hash.substring(0, 24) : null;
        return new Labels(
                Shown.cut(id),
                type(),
                null,
                Shown.cut(sender),
                null,
                null,
                all.isEmpty() ? null : Shown.cut(all.get(0)),
                Shown.cut(visit),
                Shown.cut(placer),
                Shown.cut(filler),
                Shown.cut(sample),
                all.size() < 2 ? List.of() : all.subList(1, all.size()),
                hash);
    }

    private static boolean isDate(@Nullable String value) {
        return value != null
                && value.length() >= DATE_DIGITS
                && value.chars().limit(DATE_DIGITS).allMatch(Character::isDigit);
    }

    private static @Nullable String at(String[] field, int number) {
        int index = number - 1; // the header's first field is its delimiters, which stand where field 2 begins
        return field.length > index && !field[index].isBlank() ? field[index].strip() : null;
    }

    private @Nullable String part(@Nullable String value, int number) {
        if (value == null) {
            return null;
        }
        String[] parts = value.split(Pattern.quote(String.valueOf(component)), -1);
        return parts.length < number || parts[number - 1].isBlank() ? null : parts[number - 1].strip();
    }

    private static @Nullable String or(@Nullable String value, @Nullable String otherwise) {
        return value != null ? value : otherwise;
    }
}
