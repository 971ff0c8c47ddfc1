package org.qantara.mapping;

import java.util.List;

/**
 * Where one leaf of the output comes from.
 *
 * @param reference the resource, {@code Observation/<id>}
 * @param path FHIRPath of the leaf, {@code Observation.valueQuantity.value}
 * @param value the leaf as written
 * @param sources what was read for it; empty for a constant
 * @param rules rules from the outermost to the one that set it
 * @param rows table rows that translated it
 */
public record Lineage(
        String reference, String path, String value, List<Source> sources, List<Rule> rules, List<Row> rows) {

    /** Bytes {@code start} to before {@code end}, which stand at {@code where}. */
    public record Source(String where, int start, int end) {}

    /** A rule: its map, its left side, where it stands, the layer that wrote it and the rows of HL7's guide that it implements. */
    public record Rule(
            String map, String target, String file, int line, int column, String layer, List<String> guideRows) {}

    /** Row {@code source} of a table gave {@code target}. */
    public record Row(String table, String source, String target, List<String> guideRows) {}

    /** {@code 13.4 <- OBX[3]-5 bytes 812..815 <- NM, CWE -> Quantity value (datatypes.yaml:46:3)}, innermost rule first. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(path).append(" = ").append(value);
        for (Source source : sources) {
            out.append(" <- ")
                    .append(source.where())
                    .append(" bytes ")
                    .append(source.start())
                    .append("..")
                    .append(source.end());
        }
        for (Row row : rows) {
            out.append(" <- table ").append(row.table()).append(" row ").append(row.source());
        }
        for (int i = rules.size() - 1; i >= 0; i--) {
            Rule rule = rules.get(i);
            out.append(" <- ").append(rule.map()).append(' ').append(rule.target());
            out.append(" (")
                    .append(rule.file())
                    .append(':')
                    .append(rule.line())
                    .append(':')
                    .append(rule.column());
            out.append(rule.layer().equals("base") ? ")" : ", " + rule.layer() + ")");
        }
        return out.toString();
    }
}
