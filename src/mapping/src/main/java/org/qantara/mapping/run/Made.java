package org.qantara.mapping.run;

import java.util.ArrayList;
import java.util.List;
import org.qantara.mapping.Owns;

/**
 * A resource that a message made.
 *
 * @param removed top-level elements that the source emptied; grows when further segments add to the resource
 * @param fills top-level elements that are written only where the record has none
 */
public record Made(String id, FhirObject object, Owns owns, List<String> removed, List<String> fills) {
    public Made {
        removed = new ArrayList<>(removed);
    }

    /** {@code Patient/<id>}. */
    public String reference() {
        return object.type().name() + "/" + id;
    }
}
