package org.qantara.mapping;

import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;

/** HAPI's JSON parser and writer as oracle of ours: read strictly and written again, every byte is the same. */
final class HapiWriter {
    private final IParser parser = R4Validator.R4
            .newJsonParser()
            .setStripVersionsFromReferences(false)
            .setOverrideResourceIdWithBundleEntryFullUrl(false);

    HapiWriter() {
        parser.setParserErrorHandler(new StrictErrorHandler());
    }

    /** The resources that HAPI writes otherwise, and the Bundle when it does. */
    List<String> differences(MappedBundle bundle) {
        List<String> found = new ArrayList<>();
        for (MappedBundle.Entry entry : bundle.entries()) {
            String ours = new String(entry.resource(null), StandardCharsets.UTF_8);
            try {
                IBaseResource read = parser.parseResource(ours);
                String theirs = parser.encodeResourceToString(read);
                if (!theirs.equals(ours)) {
                    found.add(entry.type() + "\n  ours   " + ours + "\n  theirs " + theirs);
                }
            } catch (RuntimeException e) {
                found.add(entry.type() + " is not read: " + e.getMessage());
            }
        }
        Bundle whole = parser.parseResource(Bundle.class, new String(bundle.json(), StandardCharsets.UTF_8));
        if (whole.getEntry().size() != bundle.entries().size()) {
            found.add("the Bundle has " + whole.getEntry().size() + " entries, not "
                    + bundle.entries().size());
        }
        return found;
    }
}
