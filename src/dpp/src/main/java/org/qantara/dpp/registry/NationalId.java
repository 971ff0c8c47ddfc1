package org.qantara.dpp.registry;

/**
 * An identifier that is not a facility's own.
 *
 * @param verified the facility says that it saw the document or asked the issuer; a typed number is not verified
 */
public record NationalId(Kind kind, String value, boolean verified) {
    /** Which register issued it, with the proposed FHIR system. */
    public enum Kind {
        /** National identity card ({@code urn:ma:cnie}); children are often registered with a parent's. */
        CNIE,
        /** Identifier of the national social registry ({@code urn:ma:idcs}); one per person, children included. */
        IDCS,
        /** Number of the insured at CNSS, CNOPS or RAMED: shared by a household. */
        INSURANCE
    }
}
