package org.qantara.dpp.registry.matching;

/**
 * Why two records are not linked automatically however much else agrees. A veto is strong evidence of two persons, a doubt only
 * asks for a person's eye.
 */
public enum Objection {
    /** Two verified CNIE that differ. */
    CNIE_DIFFERS(true),
    /** Two verified IDCS that differ. */
    IDCS_DIFFERS(true),
    /** Sex and birth date both contradict. */
    SEX_AND_BIRTH_DATE_CONFLICT(true),
    /** One facility knows both under different local numbers. */
    SAME_FACILITY_OTHER_NUMBER(true),
    /** Same birth date, family and household, another given name. */
    TWINS(true),
    /** The same CNIE on records of two generations or of two children. */
    PARENTS_CNIE(true),
    /** The given names differ. */
    GIVEN_NAME_DIFFERS(false),
    /** The given name is missing and nothing personal replaces it. */
    GIVEN_NAME_MISSING(false),
    /** The given names are only alike, in a household where twins would look the same. */
    GIVEN_NAME_UNSURE(false),
    /** The birth dates differ and no personal identifier agrees. */
    BIRTH_DATE_DIFFERS(false),
    /** The birth date is missing and the rest could be a relative of the same name. */
    BIRTH_DATE_MISSING(false),
    /** Only the year of birth is known (or 1 January) and nothing but name and town agrees beside it. */
    BIRTH_DAY_UNKNOWN(false),
    /** Two CNIE or two IDCS differ by more than a digit, though not both are verified. */
    NUMBER_DIFFERS(false),
    /** Nothing but names, birth date and town agrees, and they are not rare enough for that. */
    UNTRACED(false),
    /** The sexes differ and no personal identifier agrees. */
    SEX_DIFFERS(false),
    /** Family name and birth date both differ although an identifier agrees. */
    FAMILY_NAME_DIFFERS(false),
    /** Another person fits nearly as well. */
    AMBIGUOUS(false);

    private final boolean veto;

    Objection(boolean veto) {
        this.veto = veto;
    }

    /** A veto drawn from names and household only, which a personal number overrules. */
    boolean isSuspicion() {
        return this == TWINS || this == PARENTS_CNIE;
    }

    public boolean isVeto() {
        return veto;
    }
}
