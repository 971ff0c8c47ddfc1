package org.qantara.mapping.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.run.Fhir;
import org.qantara.mapping.schema.CodeSystems;
import org.qantara.mapping.schema.DeclaredSchema;
import org.qantara.mapping.schema.DicomSchema;
import org.qantara.mapping.schema.FhirTypes;
import org.qantara.mapping.schema.RecordSchema;
import org.qantara.mapping.schema.SourceSchema;
import org.qantara.mapping.schema.WidestSchema;
import org.qantara.mapping.syntax.Findings;
import org.qantara.mapping.syntax.Tree;

/** What all layers of one compilation share: types, code systems, extensions, findings. Not safe for several threads. */
final class Shared {
    /** The versions of HL7 v2 that maps are typed with unless they say another one. */
    private static final String OLDER = "2.5.1";

    private static final String NEWER = "2.8.1";

    private final Findings findings;
    private final FhirTypes fhir = new FhirTypes();
    private final Fhir kit = new Fhir(fhir);
    private final CodeSystems codes = new CodeSystems();
    private final Map<String, Tree.ExtensionDoc> extensions = new HashMap<>();
    private final Map<String, DeclaredSchema> schemas = new HashMap<>();
    private final List<Tree.SegmentDoc> segments;
    private final SourceSchema dicom = new DicomSchema();
    private final Set<String> reads = new HashSet<>();

    Shared(Findings findings, Tree.All tree) {
        this.findings = findings;
        this.segments = tree.segments();
        for (Tree.ExtensionDoc extension : tree.extensions()) {
            if (extensions.putIfAbsent(extension.name().text(), extension) != null) {
                findings.error(
                        extension.pos(),
                        "DUPLICATE",
                        "the extension " + extension.name().text() + " is declared twice");
            }
            if (fhir.type(extension.type().text()) == null) {
                findings.error(
                        extension.type().pos(),
                        "UNKNOWN-TYPE",
                        "R4 has no type " + extension.type().text()
                                + Findings.suggestion(extension.type().text(), fhirNames()));
            }
        }
    }

    Findings findings() {
        return findings;
    }

    FhirTypes fhir() {
        return fhir;
    }

    Fhir kit() {
        return kit;
    }

    CodeSystems codes() {
        return codes;
    }

    Map<String, Tree.ExtensionDoc> extensions() {
        return extensions;
    }

    Set<String> reads() {
        return reads;
    }

    List<String> fhirNames() {
        List<String> names = new ArrayList<>();
        fhir.names().forEach(names::add);
        return names;
    }

    /** The schema of a source prefix, with what the folder declares; null when there is none of that name or version. */
    @Nullable
    SourceSchema schema(String name, @Nullable String version) {
        return switch (name) {
            case "hl7v2" -> {
                SourceSchema base = version == null ? widest() : RecordSchema.hl7v2(version);
                String used = version == null ? OLDER + " to " + NEWER : version;
                yield base == null ? null : schemas.computeIfAbsent(name + used, k -> declared(name, base));
            }
            case "astm", "hprim" -> schemas.computeIfAbsent(name, k -> declared(name, RecordSchema.records(name)));
            case "dicom" -> dicom;
            case "csv" -> schemas.computeIfAbsent(name, k -> declared(name, null));
            default -> null;
        };
    }

    private SourceSchema widest() {
        RecordSchema older = Objects.requireNonNull(RecordSchema.hl7v2(OLDER));
        return new WidestSchema(older, Objects.requireNonNull(RecordSchema.hl7v2(NEWER)));
    }

    private DeclaredSchema declared(String name, @Nullable SourceSchema base) {
        DeclaredSchema schema = new DeclaredSchema(name, base);
        for (Tree.SegmentDoc segment : segments) {
            if (!segment.schema().equals(name)) {
                continue;
            }
            List<DeclaredSchema.Field> fields = new ArrayList<>();
            for (Tree.Field field : segment.fields()) {
                if (base != null && base.type(field.type().text()) == null) {
                    findings.error(
                            field.type().pos(),
                            "UNKNOWN-TYPE",
                            "there is no data type " + field.type().text()
                                    + Findings.suggestion(field.type().text(), base.typeNames()));
                }
                fields.add(new DeclaredSchema.Field(
                        field.number(), field.name(), field.type().text(), field.repeats()));
            }
            schema.add(segment.name().text(), fields);
        }
        return schema;
    }

    String version(SourceSchema schema) {
        for (Map.Entry<String, DeclaredSchema> entry : schemas.entrySet()) {
            if (entry.getValue() == schema) {
                return entry.getKey().replace("hl7v2", "");
            }
        }
        return "";
    }
}
