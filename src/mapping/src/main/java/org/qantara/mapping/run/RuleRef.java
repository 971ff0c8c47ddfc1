package org.qantara.mapping.run;

import java.util.List;
import org.qantara.mapping.syntax.Pos;

/**
 * Identity of a rule for diagnostics and lineage.
 *
 * @param pos where it stands
 * @param map its map, {@code PID -> Patient}
 * @param target its left side
 * @param layer layer that wrote it
 * @param rows rows of HL7's V2-to-FHIR guide that it implements
 */
public record RuleRef(Pos pos, String map, String target, String layer, List<String> rows) {}
