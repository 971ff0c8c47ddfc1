package org.qantara.dpp.registry.matching;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.qantara.dpp.registry.BirthDate;
import org.qantara.dpp.registry.NationalId;
import org.qantara.dpp.registry.Person.Sex;
import org.qantara.dpp.registry.matching.Prepared.Identifier;
import org.qantara.dpp.registry.matching.Prepared.Spelling;
import org.qantara.dpp.registry.names.Name;
import org.qantara.dpp.registry.names.PhoneticKey;

/**
 * A value under which a record is indexed; two records that share one are compared. The union of several cheap keys finds a pair
 * although some of its fields are wrong. The same function makes the stored and the asked keys.
 */
public record BlockingKey(Kind kind, String value) {
    private static final int NAME_KEYS_MAX = 4;
    private static final int KEYS_MAX = 48;

    /** The kinds of keys. */
    public enum Kind {
        /** Family name, year of birth, sex. */
        FAMILY_YEAR_SEX,
        /** Given and family name in either order. */
        BOTH_NAMES,
        /** Either name and the whole date of birth. */
        NAME_AND_DATE,
        /** Place (city or postal code) and the whole date of birth: finds a pair with both names misspelled. */
        PLACE_AND_DATE,
        /** Place, house number and the longest word of the address: finds a pair with a wrong date and a wrong name. */
        HOME,
        CNIE,
        IDCS,
        INSURANCE,
        PHONE,
        /** Facility and its own patient number. */
        LOCAL_NUMBER
    }

    /** All keys of a record, at most {@value #KEYS_MAX}. */
    public static Set<BlockingKey> of(Prepared record, boolean useCnie) {
        Set<BlockingKey> keys = new LinkedHashSet<>();
        keys.add(new BlockingKey(
                Kind.LOCAL_NUMBER,
                record.person().facility() + "|" + record.person().localNumber()));
        if (useCnie) {
            identifiers(keys, Kind.CNIE, record.identifiers(NationalId.Kind.CNIE));
        }
        identifiers(keys, Kind.IDCS, record.identifiers(NationalId.Kind.IDCS));
        identifiers(keys, Kind.INSURANCE, record.identifiers(NationalId.Kind.INSURANCE));
        record.phones().forEach(phone -> keys.add(new BlockingKey(Kind.PHONE, phone)));
        Set<String> given = new LinkedHashSet<>();
        Set<String> family = new LinkedHashSet<>();
        for (Spelling spelling : record.spellings()) {
            given.addAll(nameKeys(spelling.given()));
            family.addAll(nameKeys(spelling.family()));
        }
        names(keys, given, family);
        BirthDate born = record.person().birthDate();
        if (born != null) {
            dated(keys, born, record.person().sex(), given, family);
        }
        places(keys, record);
        List<BlockingKey> all = new ArrayList<>(keys);
        return new LinkedHashSet<>(all.subList(0, Math.min(KEYS_MAX, all.size())));
    }

    /** One text for an index column or a search parameter; begins with the version of the phonetic key where it holds one. */
    public String token() {
        boolean phonetic = kind.ordinal() <= Kind.HOME.ordinal();
        return (phonetic ? PhoneticKey.VERSION + "|" : "") + kind + "|" + value;
    }

    /** 64 bits of the {@link #token}, for an index: a collision only adds a candidate. */
    public long hash() {
        return hash(token());
    }

    /** 64 bits of any text, spread evenly; stored, so it never changes. */
    public static long hash(String text) {
        long hash = 1125899906842597L;
        for (int i = 0; i < text.length(); i++) {
            hash = 31 * hash + text.charAt(i);
            hash ^= hash >>> 29;
        }
        return hash;
    }

    private static void identifiers(Set<BlockingKey> keys, Kind kind, List<Identifier> identifiers) {
        identifiers.forEach(id -> keys.add(new BlockingKey(kind, id.value())));
    }

    private static void places(Set<BlockingKey> keys, Prepared record) {
        BirthDate born = record.person().birthDate();
        for (Prepared.Place place : record.places()) {
            String number = place.words().stream()
                    .filter(word -> Character.isDigit(word.charAt(0)))
                    .findFirst()
                    .orElse("");
            String longest = place.words().stream()
                    .max(Comparator.comparingInt(String::length))
                    .orElse("");
            String city = place.city().isEmpty() ? "" : place.city().keys().get(0);
            for (String where : new String[] {place.postalCode(), city}) {
                if (born != null && !where.isEmpty()) {
                    keys.add(new BlockingKey(Kind.PLACE_AND_DATE, where + "|" + born.digits()));
                }
                if (!number.isEmpty() && !where.isEmpty()) {
                    keys.add(new BlockingKey(Kind.HOME, where + "|" + number + "|" + longest));
                }
            }
        }
    }

    private static void names(Set<BlockingKey> keys, Collection<String> given, Collection<String> family) {
        for (String g : given) {
            for (String f : family) {
                String both = g.compareTo(f) <= 0 ? g + "+" + f : f + "+" + g;
                keys.add(new BlockingKey(Kind.BOTH_NAMES, both));
            }
        }
    }

    private static void dated(
            Set<BlockingKey> keys, BirthDate born, Sex sex, Collection<String> given, Collection<String> family) {
        for (String f : family) {
            if (sex != Sex.FEMALE) {
                keys.add(new BlockingKey(Kind.FAMILY_YEAR_SEX, f + "|" + born.year() + "|M"));
            }
            if (sex != Sex.MALE) {
                keys.add(new BlockingKey(Kind.FAMILY_YEAR_SEX, f + "|" + born.year() + "|F"));
            }
        }
        Set<String> either = new LinkedHashSet<>(given);
        either.addAll(family);
        either.forEach(name -> keys.add(new BlockingKey(Kind.NAME_AND_DATE, name + "|" + born.digits())));
    }

    /** The keys of the whole name, then of each of its words, the principal ones first. */
    private static Collection<String> nameKeys(Name name) {
        Set<String> keys = new LinkedHashSet<>();
        if (name.isEmpty()) {
            return keys;
        }
        keys.add(name.keys().get(0));
        if (name.words().size() > 1) {
            name.words().forEach(word -> keys.add(word.keys().get(0)));
        }
        keys.addAll(name.keys());
        return List.copyOf(keys).subList(0, Math.min(NAME_KEYS_MAX, keys.size()));
    }
}
