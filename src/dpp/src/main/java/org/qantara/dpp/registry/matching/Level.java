package org.qantara.dpp.registry.matching;

/** How far two values of a field agree. A field uses some of them; a missing value has no level. */
public enum Level {
    /** The same, up to spelling that means nothing. */
    SAME,
    /** The same name, spelled differently; an address or city much alike. */
    VARIANT,
    /** One name is part of the other; an address with a part in common. */
    PARTIAL,
    /** One or two wrong letters or digits. */
    TYPO,
    /** Day and month exchanged. */
    SWAPPED,
    /** Both on 1 January of the same year: in truth the year only. */
    FIRST_JANUARY,
    /** The same year, the day known on one side only, or 1 January there. */
    YEAR,
    /** Names that are alike without being spellings of one; the same street with another number; birth dates that differ in one part (day, month or year by one). */
    NEAR,
    DIFFERENT
}
