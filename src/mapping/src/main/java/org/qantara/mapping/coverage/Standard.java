package org.qantara.mapping.coverage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.qantara.mapping.schema.RecordSchema;
import org.qantara.mapping.schema.SourcePart;
import org.qantara.mapping.schema.SourceType;

/** Where the standard has a data type or a table, for maps and tables of the guide that none of its rows leads to. */
final class Standard {
    private static final List<String> SEGMENTS =
            List.of("MSH", "PID", "PV1", "PV2", "ORC", "OBR", "OBX", "SPM", "TQ1", "IN1", "TXA", "RXO", "DG1", "PR1");
    private static final List<String> IN_OBX = List.of("ED", "RP", "SN", "NM", "CQ", "DR", "CWE");
    /** Fields by table (chapters 2, 3, 4, 7 of HL7 2.8.1), those of XON by its component. */
    private static final Map<String, GuideRow> BOUND = Map.of(
            "HL70130", GuideRow.field("PV2", 7, "CWE", null),
            "HL70185", GuideRow.field("PRT", 23, "CWE", null),
            "HL70215", GuideRow.field("PV2", 21, "CWE", null),
            "HL70364", GuideRow.field("NTE", 4, "CWE", null),
            "HL70432", GuideRow.field("PV2", 40, "CWE", null),
            "HL70490", GuideRow.field("SPM", 21, "CWE", null),
            "HL70204", GuideRow.component("XON[Organization]", 2, "CWE"));

    private Standard() {}

    /** A field, and the component of it that has the type; no component when it is the field itself. */
    record Place(GuideRow field, List<Integer> component) {}

    /** Fields and components of a data type in the segments that most messages have. */
    static List<Place> places(String type) {
        List<Place> found = new ArrayList<>();
        RecordSchema schema = RecordSchema.hl7v2(Skeleton.VERSION);
        if (schema == null) {
            return found;
        }
        if (IN_OBX.contains(type)) {
            Sexp typed = Sexp.parse("[\"eq\", [\"ref\", \"OBX-2\"], \"" + type + "\"]");
            found.add(new Place(GuideRow.field("OBX", 5, type, typed), List.of()));
        }
        for (String segment : SEGMENTS) {
            SourceType record = schema.type(segment);
            for (SourcePart part : record == null ? List.<SourcePart>of() : record.parts()) {
                GuideRow field = GuideRow.field(segment, part.number(), part.type(), null);
                SourceType inner = schema.type(part.type());
                if (part.type().equals(type)) {
                    found.add(new Place(field, List.of()));
                }
                for (SourcePart component : inner == null ? List.<SourcePart>of() : inner.parts()) {
                    if (component.type().equals(type)) {
                        found.add(new Place(field, List.of(component.number())));
                    }
                }
            }
        }
        return found;
    }

    /** The place that the standard binds to a table, where the guide names none. */
    static List<GuideRow> bound(String codeSystem) {
        GuideRow row = BOUND.get(codeSystem);
        return row == null ? List.of() : List.of(row);
    }
}
