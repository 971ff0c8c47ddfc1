package org.qantara.mapping.run;

import org.jspecify.annotations.Nullable;
import org.qantara.mapping.source.SourceDocument;

/** What maps linked by types build: data types, records of a variable, resources with a reference to them. */
public final class Links {
    private static final @Nullable Object[] NO_VARIABLES = new @Nullable Object[0];

    private Links() {}

    /** A data type by its map. */
    public static Producer.NodeBuilder dataType(MapPlan plan) {
        return (f, node) -> !f.document.valued(node) ? null : part(f.run, plan, new long[] {node});
    }

    private static @Nullable FhirObject part(Run run, MapPlan plan, long[] sources) {
        return new Finish(run).part(plan.apply(run, sources, NO_VARIABLES));
    }

    /** A data type from several sources; the first must be valued. */
    public static Producer.Builder tuple(MapPlan plan, Nodes[] items) {
        return f -> {
            long[] sources = new long[items.length];
            for (int i = 0; i < items.length; i++) {
                sources[i] = items[i].first(f);
            }
            return !f.document.valued(sources[0]) ? null : part(f.run, plan, sources);
        };
    }

    /** The same for the first position of an expression. */
    public static Producer.Builder first(Nodes nodes, Producer.NodeBuilder builder) {
        return f -> {
            long node = nodes.first(f);
            return node == SourceDocument.NONE ? null : builder.build(f, node);
        };
    }

    /** A resource of its own, with a reference to it; nothing when it has no key. */
    public static Producer.NodeBuilder resource(MapPlan plan) {
        return (f, node) -> {
            if (!f.document.valued(node)) {
                return null;
            }
            Made made = f.run.resources().make(plan, new long[] {node}, NO_VARIABLES, null, -1, true);
            return made == null ? null : f.run.fhir().reference(f.run, made.reference());
        };
    }

    /** A reference to a resource that the message map made. */
    public static Producer.Builder variable(int variable) {
        return f -> f.variables[variable] instanceof Made made ? f.run.fhir().reference(f.run, made.reference()) : null;
    }

    /** A part per record of a variable. */
    public static Producer records(Place place, int variable, MapPlan plan) {
        return f -> {
            boolean any = false;
            int[] records = Nodes.records(f, variable);
            if (records != null) {
                for (int record : records) {
                    FhirObject part = part(f.run, plan, new long[] {record});
                    any |= part != null && place.write(f.run, f.target, part, true);
                }
            }
            return any;
        };
    }

    /** A resource per record of a variable, with references. */
    public static Producer recordResources(Place place, int variable, MapPlan plan) {
        return f -> {
            boolean any = false;
            int[] records = Nodes.records(f, variable);
            if (records != null) {
                for (int record : records) {
                    Made made = f.run.resources().make(plan, new long[] {record}, NO_VARIABLES, null, record, true);
                    any |= made != null
                            && place.write(f.run, f.target, f.run.fhir().reference(f.run, made.reference()), true);
                }
            }
            return any;
        };
    }

    /**
     * A CodeableConcept or Coding by a table: the translated code first, then what the source said.
     *
     * @param plan map that keeps the source's own codings, or null for a plain code
     * @param concept whether a CodeableConcept is wanted
     * @param display number of the part that holds the code's text, or 0
     * @param system number of the part that names the code's system, or 0
     */
    public static Producer.NodeBuilder coded(
            Table table, @Nullable MapPlan plan, Text code, boolean concept, int display, int system) {
        return (f, node) -> {
            if (!f.document.valued(node)) {
                return null;
            }
            FhirObject original = plan == null ? null : part(f.run, plan, new long[] {node});
            Trace trace = f.run.trace();
            if (trace != null) {
                trace.begin();
            }
            long outer = f.element;
            f.element = node;
            String text = code.text(f);
            Table.Target target = table.translate(f.run, text, node, beside(f, node, system), beside(f, node, display));
            f.element = outer;
            Fhir fhir = f.run.fhir();
            if (target != null) {
                FhirObject coding = fhir.coding(f.run, table.to(), target.code(), target.display());
                if (!concept) {
                    return coding;
                }
                if (original == null) {
                    return fhir.concept(coding);
                }
                fhir.prepend(original, coding);
                return original;
            }
            if (original != null && concept) {
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
