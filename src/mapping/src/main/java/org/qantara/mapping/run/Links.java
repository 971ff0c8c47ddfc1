package org.qantara.mapping.run;

import org.jspecify.annotations.Nullable;
import org.qantara.mapping.source.SourceDocument;

/** What maps linked by types build: data types, records of a variable, resources with a reference to them. */
public final class Links {
    private static final String V2 = "http://terminology.hl7.org/CodeSystem/v2-";

    private Links() {}

    /** A data type by its map. */
    public static Producer.NodeBuilder dataType(Call call) {
        return (f, node) -> !f.document.valued(node) ? null : part(f, call, call.sources(node));
    }

    private static @Nullable FhirObject part(Frame f, Call call, long[] sources) {
        return new Finish(f.run).part(call.plan().apply(f.run, sources, call.variables(f)));
    }

    /** A data type or backbone element from several sources, or from a whole record. */
    public static Producer.Builder tuple(Call call, Call.Source[] given) {
        return f -> {
            long[] sources = call.sources(f, given);
            return sources == null ? null : part(f, call, sources);
        };
    }

    /** A resource of its own from several sources, or from a whole record, with a reference to it. */
    public static Producer.Builder tupleResource(Call call, Call.Source[] given) {
        return f -> {
            long[] sources = call.sources(f, given);
            return sources == null ? null : made(f, call, sources);
        };
    }

    private static @Nullable FhirObject made(Frame f, Call call, long[] sources) {
        Made made = f.run.resources().make(call.plan(), sources, call.variables(f), null, -1, true);
        return made == null ? null : f.run.fhir().reference(f.run, made.reference());
    }

    /** The same for the first position of an expression. */
    public static Producer.Builder first(Nodes nodes, Producer.NodeBuilder builder) {
        return f -> {
            long node = nodes.first(f);
            return node == SourceDocument.NONE ? null : builder.build(f, node);
        };
    }

    /** A resource of its own, with a reference to it; nothing when it has no key. */
    public static Producer.NodeBuilder resource(Call call) {
        return (f, node) -> {
            Made made = f.document.valued(node)
                    ? f.run.resources().mention(call.plan(), call.sources(node), call.variables(f))
                    : null;
            return made == null ? null : f.run.fhir().reference(f.run, made.reference());
        };
    }

    /** A reference to a resource that the message map made. */
    public static Producer.Builder variable(int variable) {
        return f -> {
            Trace trace = f.run.trace();
            if (trace != null) {
                trace.begin();
            }
            return f.variables[variable] instanceof Made made ? f.run.fhir().reference(f.run, made.reference()) : null;
        };
    }

    /** A part per record of a variable. */
    public static Producer records(Place place, int variable, Call call) {
        return each(variable, (f, record) -> {
            FhirObject part = part(f, call, call.sources(record));
            return part != null && place.write(f.run, f.target, part, true);
        });
    }

    /** A resource per record of a variable, with references. */
    public static Producer recordResources(Place place, int variable, Call call) {
        return each(variable, (f, record) -> {
            FhirObject reference = made(f, call, call.sources(record));
            return reference != null && place.write(f.run, f.target, reference, true);
        });
    }

    private interface RecordWriter {
        boolean write(Frame frame, int record);
    }

    private static Producer each(int variable, RecordWriter writer) {
        return f -> {
            boolean any = false;
            int[] records = Nodes.records(f, variable);
            if (records != null) {
                for (int record : records) {
                    any |= writer.write(f, record);
                }
            }
            return any;
        };
    }

    /**
     * A CodeableConcept or Coding by a table: the translated code first, then what the source said.
     *
     * @param own map that keeps the source's own codings, or null for a plain code
     * @param concept whether a CodeableConcept is wanted
     * @param display number of the part that holds the code's text, or 0
     * @param system number of the part that names the code's system, or 0
     */
    public static Producer.NodeBuilder coded(
            Table table, @Nullable Call own, Text code, boolean concept, int display, int system) {
        return (f, node) -> {
            if (!f.document.valued(node)) {
                return null;
            }
            FhirObject original = own == null ? null : part(f, own, own.sources(node));
            Trace trace = f.run.trace();
            if (trace != null) {
                trace.begin();
            }
            long outer = f.element;
            f.element = node;
            String sent = code.text(f);
            String text = sent == null ? null : sent.strip(); // analysers fill codes up with blanks
            Table.Target target = table.translate(f.run, text, node, beside(f, node, system), beside(f, node, display));
            f.element = outer;
            Fhir fhir = f.run.fhir();
            if (target != null) {
                String translated = target.system(table);
                FhirObject coding = fhir.coding(f.run, translated, target.code(), target.display());
                if (!concept) {
                    return coding;
                }
                if (original == null) {
                    return fhir.concept(coding);
                }
                boolean same = target.code().equals(text);
                fhir.translated(f.run, original, coding, String.valueOf(text), same ? translated : table.from());
                return original;
            }
            if (original != null) {
                fhir.named(f.run, original, String.valueOf(text), own(table, f));
                return original;
            }
            if (text == null || !table.keep()) {
                return null;
            }
            FhirObject coding =
                    fhir.coding(f.run, V2Tables.lacks(table.from(), text) ? null : table.from(), text, null);
            return concept ? fhir.concept(coding) : coding;
        };
    }

    /** The text of a part, without saying that a rule read it. */
    private static @Nullable String beside(Frame f, long node, int part) {
        return part == 0 ? null : f.document.text(f.document.part(node, part));
    }

    /** The system of codes that a facility has beyond a table: {@code urn:qantara:coding:<facility>:HL70069}. */
    private static String own(Table table, Frame f) {
        String from = table.from();
        String number = from != null && from.startsWith(V2) ? ":HL7" + from.substring(V2.length()) : "";
        return "urn:qantara:coding:" + f.run.facility().code() + number;
    }

    /** A constant CodeableConcept or Coding. */
    public static Producer.Builder constantCode(String system, String code, @Nullable String display, boolean concept) {
        return f -> {
            Trace trace = f.run.trace();
            if (trace != null) {
                trace.begin();
            }
            FhirObject coding = f.run.fhir().coding(f.run, system, code, display);
            return concept ? f.run.fhir().concept(coding) : coding;
        };
    }
}
