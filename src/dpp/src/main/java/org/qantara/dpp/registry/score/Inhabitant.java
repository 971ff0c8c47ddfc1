package org.qantara.dpp.registry.score;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.qantara.dpp.registry.BirthDate;
import org.qantara.dpp.registry.Person.Sex;
import org.qantara.dpp.registry.names.Vocalised;

/** A generated person: the truth behind its records. Null where the person has no such thing. */
record Inhabitant(
        int number,
        Sex sex,
        List<Vocalised.Entry> given,
        Vocalised.Entry family,
        String officialGiven,
        String officialFamily,
        BirthDate born,
        boolean twin,
        @Nullable String cnie,
        @Nullable String parentsCnie,
        @Nullable String idcs,
        @Nullable String insurance,
        @Nullable String phone,
        Home home) {

    /** Where a household lives. */
    record Home(int place, String way, String street, int house) {}
}
