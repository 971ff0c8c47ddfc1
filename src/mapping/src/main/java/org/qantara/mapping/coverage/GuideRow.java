package org.qantara.mapping.coverage;

import org.jspecify.annotations.Nullable;

/**
 * One row of the guide.
 *
 * @param id {@code PID[Patient]#11}
 * @param map {@code PID[Patient]}
 * @param valid whether the target is a path of R4
 * @param mapped whether a source value is carried; otherwise a constant is set
 * @param source {@code PID-8}, {@code CX.4}, {@code ADT_A01.PID}, of a table row the source code
 * @param type HL7 data type of the source, of a table row the name of the source's code system; may be empty
 * @param condition parsed condition, or null when the row always applies
 * @param target path below the map's target type, of a table row the target code
 * @param via map that converts the value: a data type map, or of a message row the segment map; may be empty
 * @param vocabulary table that translates the value; may be empty
 * @param constant constant that the row sets; may be empty
 * @param targetSystem code system of a table row's target; may be empty
 * @param references links that a message row asks for
 */
record GuideRow(
        Kind kind,
        String id,
        String map,
        boolean valid,
        boolean mapped,
        String source,
        String type,
        @Nullable Sexp condition,
        String target,
        String via,
        String vocabulary,
        String constant,
        String targetSystem,
        String references) {

    /** What a row describes. */
    enum Kind {
        MESSAGES,
        SEGMENTS,
        DATATYPES,
        TABLES
    }

    /** {@code PID} of {@code PID[Patient]}. */
    String sourceName() {
        int bracket = map.indexOf('[');
        return bracket < 0 ? map : map.substring(0, bracket);
    }

    /** The FHIR type of {@code PID[Patient]}, {@code OBX[Observation-Component]}, {@code HD[MessageHeader.source-name]}. */
    String targetType() {
        int bracket = map.indexOf('[');
        String inside = bracket < 0 ? "" : map.substring(bracket + 1, map.length() - 1);
        return inside.replaceAll("[-.].*", "");
    }

    /** Number of the component or field in {@code CX.4}, {@code PID-8}; 0 when the source is the whole. */
    int number() {
        String digits = source.replaceAll(".*[-.]", "");
        return digits.matches("\\d+") ? Integer.parseInt(digits) : 0;
    }

    /** The same table row for a code that stays what it is. */
    GuideRow coded(String code) {
        return copy(code, code, vocabulary, constant);
    }

    /** A field that no row of the guide has, as the standard types it; for maps and tables that no row leads to. */
    static GuideRow field(String segment, int number, String type, @Nullable Sexp condition) {
        String source = segment + "-" + number;
        return new GuideRow(
                Kind.SEGMENTS, source, segment + "[]", true, true, source, type, condition, "", "", "", "", "", "");
    }

    /** A component that no row of the guide has. */
    static GuideRow component(String map, int number, String type) {
        String source = map.substring(0, map.indexOf('[')) + "." + number;
        return new GuideRow(Kind.DATATYPES, source, map, true, true, source, type, null, "", "", "", "", "", "");
    }

    /** The same row with its value in another place of the source. */
    GuideRow from(String otherSource) {
        return copy(otherSource, target, vocabulary, constant);
    }

    /** The same row with another table, or none. */
    GuideRow translated(String table) {
        return copy(source, target, table, constant);
    }

    /** The same row with what a note corrects. */
    GuideRow with(String newTarget, String newConstant) {
        return copy(
                kind == Kind.TABLES && source.equals(target) ? newTarget : source, newTarget, vocabulary, newConstant);
    }

    /** The same row but for these four. */
    private GuideRow copy(String newSource, String newTarget, String newVocabulary, String newConstant) {
        return new GuideRow(
                kind,
                id,
                map,
                valid,
                mapped,
                newSource,
                type,
                condition,
                newTarget,
                via,
                newVocabulary,
                newConstant,
                targetSystem,
                references);
    }
}
