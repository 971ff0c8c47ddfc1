package org.qantara.dpp.registry.matching;

import static org.qantara.dpp.registry.matching.Field.ADDRESS;
import static org.qantara.dpp.registry.matching.Field.BIRTH_DATE;
import static org.qantara.dpp.registry.matching.Field.CNIE;
import static org.qantara.dpp.registry.matching.Field.FAMILY_NAME;
import static org.qantara.dpp.registry.matching.Field.GIVEN_NAME;
import static org.qantara.dpp.registry.matching.Field.IDCS;
import static org.qantara.dpp.registry.matching.Field.INSURANCE;
import static org.qantara.dpp.registry.matching.Field.PHONE;
import static org.qantara.dpp.registry.matching.Field.SEX;
import static org.qantara.dpp.registry.matching.Level.DIFFERENT;
import static org.qantara.dpp.registry.matching.Level.FIRST_JANUARY;
import static org.qantara.dpp.registry.matching.Level.NEAR;
import static org.qantara.dpp.registry.matching.Level.PARTIAL;
import static org.qantara.dpp.registry.matching.Level.SAME;
import static org.qantara.dpp.registry.matching.Level.SWAPPED;
import static org.qantara.dpp.registry.matching.Level.TYPO;
import static org.qantara.dpp.registry.matching.Level.VARIANT;
import static org.qantara.dpp.registry.matching.Level.YEAR;

import java.util.EnumSet;
import java.util.Set;
import org.qantara.dpp.registry.BirthDate;
import org.qantara.dpp.registry.NationalId;
import org.qantara.dpp.registry.matching.Prepared.Identifier;

/**
 * What weights cannot say: fields are not independent within a household, and a wrong merge harms more than a missed link. Evidence
 * of the household (family name, address, telephone, insurance) never links without evidence of the person (given name and birth
 * date, or an identifier of the person).
 */
final class Rules {
    private static final int GENERATION_YEARS = 12;

    private Rules() {}

    static Set<Objection> objections(Prepared a, Prepared b, Comparison c, boolean useCnie, boolean households) {
        Set<Objection> found = EnumSet.noneOf(Objection.class);
        boolean sameIdcs = c.is(IDCS, SAME);
        if (useCnie && verifiedDiffer(a, b, NationalId.Kind.CNIE)) {
            found.add(Objection.CNIE_DIFFERS);
        }
        if (verifiedDiffer(a, b, NationalId.Kind.IDCS)) {
            found.add(Objection.IDCS_DIFFERS);
        }
        if (c.is(SEX, DIFFERENT) && c.is(BIRTH_DATE, DIFFERENT)) {
            found.add(Objection.SEX_AND_BIRTH_DATE_CONFLICT);
        }
        if (a.person().facility().equals(b.person().facility())
                && !a.person().localNumber().equals(b.person().localNumber())) {
            found.add(Objection.SAME_FACILITY_OTHER_NUMBER);
        }
        if (!households) {
            return found;
        }
        if (twins(a, b, c) && !sameIdcs) {
            found.add(Objection.TWINS);
        }
        if (useCnie && c.is(CNIE, SAME) && !sameIdcs && twoHoldersOfOneCnie(a, b, c)) {
            found.add(Objection.PARENTS_CNIE);
        }
        doubts(found, a, b, c, useCnie, sameIdcs);
        return found;
    }

    private static void doubts(
            Set<Objection> found, Prepared a, Prepared b, Comparison c, boolean useCnie, boolean sameIdcs) {
        boolean sameCnie = useCnie && verifiedSame(a, b);
        boolean bornAlike = c.is(BIRTH_DATE, SAME, SWAPPED, TYPO, FIRST_JANUARY, YEAR);
        if (c.is(GIVEN_NAME, DIFFERENT)
                && !(sameIdcs && c.is(BIRTH_DATE, SAME, SWAPPED, TYPO) && !c.is(SEX, DIFFERENT))) {
            found.add(Objection.GIVEN_NAME_DIFFERS);
        }
        if (c.level(GIVEN_NAME) == null && !sameIdcs && !(sameCnie && bornAlike)) {
            found.add(Objection.GIVEN_NAME_MISSING);
        }
        boolean bothTwins = a.person().multipleBirth() && b.person().multipleBirth();
        boolean oneTwin = a.person().multipleBirth() || b.person().multipleBirth();
        boolean alike = c.is(GIVEN_NAME, TYPO, NEAR) || oneTwin && c.is(GIVEN_NAME, PARTIAL);
        boolean unsure = alike && household(c)
                || c.is(GIVEN_NAME, PARTIAL) && !traced(c, useCnie)
                || bothTwins && c.givenDistance() > 0;
        if (unsure && !sameIdcs && !sameCnie) {
            found.add(Objection.GIVEN_NAME_UNSURE);
        }
        boolean bornApart =
                c.is(BIRTH_DATE, DIFFERENT) || c.is(BIRTH_DATE, NEAR) && household(c) && !c.is(GIVEN_NAME, SAME);
        if (bornApart && !sameIdcs && !sameCnie) {
            found.add(Objection.BIRTH_DATE_DIFFERS);
        }
        if ((useCnie && c.is(CNIE, DIFFERENT) || c.is(IDCS, DIFFERENT)) && !sameIdcs && !sameCnie) {
            found.add(Objection.NUMBER_DIFFERS);
        }
        if (c.is(BIRTH_DATE, FIRST_JANUARY, YEAR) && !traced(c, useCnie)) {
            found.add(Objection.BIRTH_DAY_UNKNOWN);
        }
        boolean slipOfTheBox = c.is(GIVEN_NAME, SAME) && c.is(BIRTH_DATE, SAME);
        if (c.is(SEX, DIFFERENT) && !sameIdcs && !sameCnie && !slipOfTheBox) {
            found.add(Objection.SEX_DIFFERS);
        }
        boolean sameCard = sameCnie || useCnie && c.is(CNIE, SAME) && c.is(GIVEN_NAME, SAME);
        if (c.level(BIRTH_DATE) == null && !sameIdcs && !sameCard) {
            found.add(Objection.BIRTH_DATE_MISSING);
        }
        if (c.is(FAMILY_NAME, DIFFERENT) && !bornAlike && !(sameIdcs && c.is(GIVEN_NAME, SAME, VARIANT))) {
            found.add(Objection.FAMILY_NAME_DIFFERS);
        }
    }

    /** Whether anything agrees that two strangers of one name and town do not share. */
    static boolean traced(Comparison c, boolean useCnie) {
        return c.is(IDCS, SAME, TYPO)
                || useCnie && c.is(CNIE, SAME, TYPO)
                || c.is(PHONE, SAME)
                || c.is(INSURANCE, SAME)
                || c.is(ADDRESS, SAME, VARIANT);
    }

    /** Family name or household shared, same day of birth, other given name (or other sex and a given name not the same). */
    private static boolean twins(Prepared a, Prepared b, Comparison c) {
        boolean sameDay = c.is(BIRTH_DATE, SAME, FIRST_JANUARY, YEAR);
        boolean otherName = c.is(GIVEN_NAME, DIFFERENT) || c.is(SEX, DIFFERENT) && !c.is(GIVEN_NAME, SAME, VARIANT);
        boolean declared = a.person().multipleBirth() && b.person().multipleBirth() && !c.is(GIVEN_NAME, SAME, VARIANT);
        return sameDay && (otherName || declared) && c.is(FAMILY_NAME, SAME, VARIANT, TYPO, PARTIAL);
    }

    private static boolean household(Comparison c) {
        return c.is(FAMILY_NAME, SAME, VARIANT, TYPO, PARTIAL)
                && (c.is(ADDRESS, SAME, VARIANT) || c.is(PHONE, SAME) || c.is(INSURANCE, SAME) || c.is(CNIE, SAME));
    }

    private static boolean twoHoldersOfOneCnie(Prepared a, Prepared b, Comparison c) {
        BirthDate x = a.person().birthDate();
        BirthDate y = b.person().birthDate();
        boolean generation = x != null && y != null && Math.abs(x.year() - y.year()) >= GENERATION_YEARS;
        boolean children = c.is(GIVEN_NAME, DIFFERENT) && !c.namesExchanged();
        return generation || children;
    }

    private static boolean verifiedDiffer(Prepared a, Prepared b, NationalId.Kind kind) {
        boolean compared = false;
        for (Identifier x : a.identifiers(kind)) {
            for (Identifier y : b.identifiers(kind)) {
                if (x.value().equals(y.value())) {
                    return false;
                }
                compared |= x.verified() && y.verified();
            }
        }
        return compared;
    }

    private static boolean verifiedSame(Prepared a, Prepared b) {
        return a.identifiers(NationalId.Kind.CNIE).stream()
                .filter(Identifier::verified)
                .anyMatch(x -> b.identifiers(NationalId.Kind.CNIE).contains(x));
    }
}
