package org.qantara.dpp.testing;

import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;

/** Builds the transaction that the engine's delivery sends, by the contract in architecture.md. */
public final class Sent {

    private final Bundle bundle = new Bundle();
    private final String source;

    private Sent(String source) {
        this.source = source;
        bundle.setType(BundleType.TRANSACTION);
    }

    public static Sent by(String facility, long intake) {
        return new Sent("urn:qantara:message:" + facility + ":" + intake);
    }

    /** A client that knows nothing of messages. */
    public static Sent byForeignClient() {
        return new Sent(null);
    }

    public Sent replace(Resource resource) {
        return owns(resource, "replace");
    }

    public Sent create(Resource resource) {
        owns(resource, "create");
        last().getRequest().setIfNoneMatch("*");
        return this;
    }

    public Sent merge(Resource resource, String... removed) {
        owns(resource, "merge");
        for (String element : removed) {
            last().getRequest().addExtension("urn:qantara:removed", new StringType(element));
        }
        return this;
    }

    /** Of the last entry: elements that are written only where the record has none. */
    public Sent fills(String... elements) {
        for (String element : elements) {
            last().getRequest().addExtension("urn:qantara:fills", new StringType(element));
        }
        return this;
    }

    public Sent put(Resource resource) {
        Resource copy = resource.copy();
        if (source != null) {
            copy.getMeta().setSource(source);
        }
        BundleEntryComponent entry = bundle.addEntry().setResource(copy);
        entry.getRequest()
                .setMethod(HTTPVerb.PUT)
                .setUrl(copy.fhirType() + "/" + copy.getIdElement().getIdPart());
        return this;
    }

    public Sent owns(Resource resource, String code) {
        put(resource);
        last().getRequest().addExtension("urn:qantara:owns", new CodeType(code));
        return this;
    }

    public BundleEntryComponent last() {
        return bundle.getEntry().get(bundle.getEntry().size() - 1);
    }

    public Bundle bundle() {
        return bundle;
    }

    public Answer to(DppUnderTest dpp) {
        return dpp.post("", bundle);
    }
}
