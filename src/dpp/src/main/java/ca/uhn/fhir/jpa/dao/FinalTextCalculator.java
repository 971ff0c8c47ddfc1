package ca.uhn.fhir.jpa.dao;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.model.entity.ResourceEncodingEnum;
import com.google.common.hash.HashCode;
import java.util.List;
import java.util.function.Predicate;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * Encodes a resource of a transaction once, when it is stored, and not before that in the pass which only hands out numbers.
 *
 * <p>The digest of that first pass is one that no text has: the second pass finds the resource changed, as it does when references were replaced between
 * the two, and sets digest, flags and text. The digest only says quickly that two texts differ; where it is equal HAPI compares the texts, so that a
 * cheap one of 16 characters serves as well as SHA-256, whose 64 stand in each resource's row. Thread-safe.
 */
public final class FinalTextCalculator extends ResourceHistoryCalculator {

    private static final ResourceHistoryState NO_TEXT_YET =
            new ResourceHistoryState("", null, ResourceEncodingEnum.JSON, HashCode.fromInt(0));

    private final Predicate<IBaseResource> provisional;

    /** @param provisional whether a resource is in the first pass */
    public FinalTextCalculator(FhirContext fhir, Predicate<IBaseResource> provisional) {
        super(fhir, false);
        this.provisional = provisional;
    }

    @Override
    ResourceHistoryState calculateResourceHistoryState(
            IBaseResource resource, ResourceEncodingEnum encoding, List<String> excludedElements) {
        if (provisional.test(resource)) {
            return NO_TEXT_YET;
        }
        String text = encodeResource(resource, encoding, excludedElements);
        long digest = ((long) text.length() << 32) | (text.hashCode() & 0xffffffffL);
        return new ResourceHistoryState(text, null, ResourceEncodingEnum.JSON, HashCode.fromLong(digest));
    }
}
