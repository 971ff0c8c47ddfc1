package org.qantara.dpp.registry.matching;

/** What is compared between two records; each field has its own weights. */
public enum Field {
    FAMILY_NAME,
    GIVEN_NAME,
    SEX,
    BIRTH_DATE,
    CNIE,
    IDCS,
    INSURANCE,
    PHONE,
    ADDRESS,
    CITY,
    POSTAL_CODE
}
