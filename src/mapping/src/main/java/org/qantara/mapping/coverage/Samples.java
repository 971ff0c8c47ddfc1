package org.qantara.mapping.coverage;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.qantara.mapping.schema.RecordSchema;
import org.qantara.mapping.schema.SourcePart;
import org.qantara.mapping.schema.SourceType;

/** Values to put into generated messages: one per HL7 data type, and for the fields that take only certain codes one of those. */
final class Samples {
    private static final Map<String, String> BY_FIELD = Map.ofEntries(
            Map.entry("MSA-1", "AA"),
            Map.entry("SN.1", "<"),
            Map.entry("ED.5", "UWFudGFyYQ=="),
            Map.entry("RP.1", "http://example.org/doc/1"),
            Map.entry("RI.2", "0800,1200"),
            Map.entry("RI-2", "0800"),
            Map.entry("RPT.3", "2"),
            Map.entry("RPT.4", "4"),
            Map.entry("RPT.6", "d"),
            Map.entry("XCN.18", "F"),
            Map.entry("XPN.11", "F"),
            Map.entry("XON.7", "XX"),
            Map.entry("PID-3", "Q7^^^GEN&1.2.840.3&ISO^PI"),
            Map.entry("PT.1", "P"),
            Map.entry("PT.2", "T"),
            Map.entry("RP.3", "application"),
            Map.entry("ED.2", "application"),
            Map.entry("ED.3", "pdf"),
            Map.entry("EI.4", "ISO"),
            Map.entry("MSG.2", "A01"),
            Map.entry("TQ.6", "R"),
            Map.entry("TQ1-5", "5^min&minutes&UCUM"),
            Map.entry("TQ1-6", "5^d&days&UCUM"),
            Map.entry("TQ1-13", "5^min&minutes&UCUM"),
            Map.entry("ORC-1", "NW"),
            Map.entry("ORC-5", "CM"),
            Map.entry("OBX-11", "F"),
            Map.entry("OBX-29", "RSLT"),
            Map.entry("OBX-30", "O"),
            Map.entry("OBR-25", "F"),
            Map.entry("PV1-2", "I"),
            Map.entry("PV1-40", "O"),
            Map.entry("TXA-2", "DS^Discharge summary^HL70270"),
            Map.entry("TXA-3", "text/plain"),
            Map.entry("TXA-17", "AU"),
            Map.entry("TXA-19", "AV"),
            Map.entry("PID-24", "Y"),
            Map.entry("PID-30", "Y"),
            Map.entry("PV2-22", "Y"),
            Map.entry("PR1-7", "45"),
            Map.entry("RXO-9", "Y"),
            Map.entry("AIG-10", "min^minutes^UCUM"),
            Map.entry("AIL-8", "min^minutes^UCUM"),
            Map.entry("AIP-8", "min^minutes^UCUM"),
            Map.entry("AIS-6", "min^minutes^UCUM"),
            Map.entry("DG1-21", "D"),
            Map.entry("IAM-17", "C^confirmed^HL70438"),
            Map.entry("SCH-25", "Booked"),
            Map.entry("AIP-12", "Booked"),
            Map.entry("AIS-10", "Booked"),
            Map.entry("AIG-14", "Booked"),
            Map.entry("RXA-20", "CP"),
            Map.entry("MSH-17", "MAR"),
            Map.entry("AL1-2", "DA^Drug allergy^HL70127"),
            Map.entry("IAM-2", "DA^Drug allergy^HL70127"),
            Map.entry("OBR-8", "20260102093000"),
            Map.entry("SCH-11", "^^^20260301090000^20260301093000"),
            Map.entry("TXA-8", "20260102101500"),
            Map.entry("XAD.7", "P"),
            Map.entry("XCN.7", "MD"),
            Map.entry("HD.2", "1.2.840.77"),
            Map.entry("HD.3", "ISO"),
            Map.entry("CQ.2", "d^days^UCUM"),
            Map.entry("CQ.1", "5"),
            Map.entry("PD1-7", "Y"));
    private static final Map<String, String> BY_TYPE = Map.ofEntries(
            Map.entry("CX", "Q$1^^^AUTH&1.2.840.3&ISO^PI"),
            Map.entry("EI", "Q$1^NSP^1.2.840.4^ISO"),
            Map.entry("EIP", "QP$1&NSP^QF$1&NSF"),
            Map.entry("XPN", "Alaoui$1^Meryem"),
            Map.entry("XCN", "D$1^Tazi$1^Omar^^^^^^REG&1.2.840.5&ISO"),
            Map.entry("CNN", "D$1^Tazi$1^Omar"),
            Map.entry("NDL", "D$1&Tazi$1&Omar"),
            Map.entry("XON", "Clinique $1^^^^^REG&1.2.840.6&ISO^XX^^^O$1"),
            Map.entry("XAD", "$1 rue Atlas^^Fes^^30000^MAR"),
            Map.entry("SAD", "$1 rue Atlas"),
            Map.entry("XTN", "^PRN^PH^^212^535^6$1"),
            Map.entry("PL", "W$1^R$1^B$1^FAC"),
            Map.entry("CWE", "K$1^Text $1^L"),
            Map.entry("CE", "K$1^Text $1^L"),
            Map.entry("CNE", "K$1^Text $1^L"),
            Map.entry("CF", "K$1^Text $1^L"),
            Map.entry("HD", "NS$1^1.2.840.$1^ISO"),
            Map.entry("CQ", "7.$1^mg&milligram&UCUM"),
            Map.entry("DR", "20240203^20240305"),
            Map.entry("DLN", "L$1^REG^20291231"),
            Map.entry("PLN", "N$1^MD^REG^20291231"),
            Map.entry("DLD", "K$1^20240203"),
            Map.entry("FC", "A"),
            Map.entry("FN", "Alaoui$1"),
            Map.entry("PT", "P^T"),
            Map.entry("MSG", "ADT^A01^ADT_A01"),
            Map.entry("SN", "^1$1"),
            Map.entry("NR", "1$1^2$1"),
            Map.entry("VR", "1$1^2$1"),
            Map.entry("NA", "1$1^2$1^3$1^4$1"),
            Map.entry("ED", "^application^pdf^Base64^UWFudGFyYQ=="),
            Map.entry("RP", "http://example.org/doc/$1^NSP^application^pdf"),
            Map.entry("SPS", "BLD&Blood&HL70487"),
            Map.entry("RI", "BID^0800"),
            Map.entry("RPT", "BID^^^^3^d"),
            Map.entry("TQ", "7.$1&mg^BID^^20240203^20240305^R"),
            Map.entry("OG", "1^2^3^S$1"),
            Map.entry("TS", "2024020315$1"),
            Map.entry("DTM", "2024020315$1"),
            Map.entry("DT", "20240203"),
            Map.entry("TM", "15$1"),
            Map.entry("NM", "7$1"),
            Map.entry("SI", "1"),
            Map.entry("ID", "Y"),
            Map.entry("IS", "Y"));

    private Samples() {}

    /** A value for a field or component; {@code vocabulary} codes are chosen by who calls. */
    static String of(String field, String type, String vocabulary, String rowId) {
        String known = BY_FIELD.get(field);
        String yes = vocabulary.startsWith("YesNo") ? "Y" : null;
        return known != null ? known : yes != null ? yes : ofType(type, rowId);
    }

    /** A value for a place that a condition wants to be valued. */
    static String filler(String field, List<Integer> path) {
        RecordSchema schema = RecordSchema.hl7v2(Skeleton.VERSION);
        SourceType record = schema == null ? null : schema.type(field.substring(0, field.indexOf('-')));
        SourcePart part = record == null ? null : record.part(field.substring(field.indexOf('-') + 1));
        String known = BY_FIELD.get(field);
        String whole = known != null ? known : ofType(part == null ? "ST" : part.type(), field);
        if (path.isEmpty() || part == null || schema == null) {
            return path.isEmpty() ? whole : "V9";
        }
        SourceType type = schema.type(part.type());
        SourcePart inner = type == null ? null : type.part(String.valueOf(path.get(0)));
        return inner == null ? "V9" : inside(ofType(inner.type(), field), path.size());
    }

    /** Whether a type has no components, so that {@code ST.1} is the field itself. */
    static boolean single(String type) {
        RecordSchema schema = RecordSchema.hl7v2(Skeleton.VERSION);
        SourceType found = schema == null ? null : schema.type(type);
        return found == null
                ? type.length() == 2
                        && !type.equals("CE")
                        && !type.equals("TQ")
                        && !type.equals("RI")
                        && !type.equals("OG")
                        && !type.equals("CF")
                : found.parts().isEmpty();
    }

    static boolean isSegment(String name) {
        RecordSchema schema = RecordSchema.hl7v2(Skeleton.VERSION);
        SourceType found = schema == null ? null : schema.type(name);
        return found != null && found.record();
    }

    static boolean known(String type) {
        return BY_TYPE.containsKey(type);
    }

    /** The data type of the component that a row reads, as the standard has it, else as the guide says. */
    static String component(GuideRow row) {
        RecordSchema schema = RecordSchema.hl7v2(Skeleton.VERSION);
        SourceType type = schema == null ? null : schema.type(row.sourceName());
        SourcePart part = type == null ? null : type.part(String.valueOf(row.number()));
        return row.via().contains("[")
                ? row.via().substring(0, row.via().indexOf('['))
                : part == null ? row.type() : part.type();
    }

    /** The component that holds the code which a text, system or version of a coded type belongs to, or 0. */
    static int codeOf(String type, int component) {
        if (!List.of("CWE", "CE", "CNE", "CF").contains(type)) {
            return 0;
        }
        return switch (component) {
            case 5, 6, 8 -> 4;
            case 11, 12, 13 -> 10;
            default -> 0;
        };
    }

    /** A value of a data type; two digits differ by row. */
    static String ofType(String type, String rowId) {
        String number = String.valueOf(10 + Math.floorMod(rowId.hashCode(), 40));
        String template = BY_TYPE.getOrDefault(type.trim().toUpperCase(Locale.ROOT), "Zq$1w");
        return template.replace("$1", number);
    }

    /** A value of a type that stands in a component: its components become sub-components. */
    static String inside(String value, int depth) {
        String lower = value.replace("&", " ");
        return depth == 0
                ? value
                : depth == 1
                        ? lower.replace('^', '&')
                        : List.of(lower.split("\\^", -1)).get(0);
    }
}
