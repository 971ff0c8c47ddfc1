package org.qantara.mapping.run;

import java.util.List;
import org.qantara.mapping.Lineage;
import org.qantara.mapping.schema.FhirElement;
import org.qantara.mapping.source.SourceDocument;

/** Turns the origins that a traced run left in a resource into lineage entries. */
final class LineageReader {
    private final SourceDocument document;
    private final Made made;
    private final List<Lineage> found;

    LineageReader(SourceDocument document, Made made, List<Lineage> found) {
        this.document = document;
        this.made = made;
        this.found = found;
    }

    void read() {
        object(made.object(), made.object().type().name());
    }

    private void object(FhirObject object, String path) {
        List<FhirElement> elements = object.type().elements();
        for (int slot = 0; slot < elements.size(); slot++) {
            Object value = object.value(slot);
            String at = path + "." + elements.get(slot).name();
            if (value instanceof List<?> list) {
                for (int i = 0; i < list.size(); i++) {
                    value(list.get(i), at + "[" + i + "]");
                }
            } else if (value != null) {
                value(value, at);
            }
        }
    }

    private void value(Object value, String path) {
        if (value instanceof FhirObject object) {
            object(object, path);
            return;
        }
        FhirPrimitive primitive = (FhirPrimitive) value;
        Origin origin = primitive.origin();
        if (primitive.value() != null && origin != null) {
            found.add(new Lineage(
                    made.reference(),
                    path,
                    primitive.value(),
                    origin.spans().stream()
                            .map(s -> new Lineage.Source(document.whereByte(s.start()), s.start(), s.end()))
                            .toList(),
                    origin.rules().stream()
                            .map(r -> new Lineage.Rule(
                                    r.map(),
                                    r.target(),
                                    r.pos().file(),
                                    r.pos().line(),
                                    r.pos().column(),
                                    r.layer(),
                                    r.rows()))
                            .toList(),
                    origin.rows().stream()
                            .map(r -> new Lineage.Row(r.table(), r.source(), r.target(), r.guideRows()))
                            .toList()));
        }
        List<FhirObject> extensions = primitive.extensions();
        if (extensions != null) {
            for (int i = 0; i < extensions.size(); i++) {
                object(extensions.get(i), path + ".extension[" + i + "]");
            }
        }
    }
}
