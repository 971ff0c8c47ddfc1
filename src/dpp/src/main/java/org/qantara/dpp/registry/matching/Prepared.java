package org.qantara.dpp.registry.matching;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.qantara.dpp.registry.NationalId;
import org.qantara.dpp.registry.Person;
import org.qantara.dpp.registry.PersonAddress;
import org.qantara.dpp.registry.PersonName;
import org.qantara.dpp.registry.names.Folding;
import org.qantara.dpp.registry.names.Name;

/**
 * A person's values in the form in which they are compared, computed once per record: names analysed, identifiers, telephone
 * numbers and addresses normalised. The raw person stays with it. Immutable.
 */
public record Prepared(
        Person person,
        List<Spelling> spellings,
        Map<NationalId.Kind, List<Identifier>> identifiers,
        Set<String> phones,
        List<Place> places) {

    /** One spelling of the name, analysed. */
    public record Spelling(Name given, Name family) {}

    /** A normalised identifier value. */
    public record Identifier(String value, boolean verified) {}

    /** An address: its words, its city, its postal code. */
    public record Place(Set<String> words, Name city, String postalCode) {}

    /** Analyses a person; never fails, whatever the values hold. */
    public static Prepared of(Person person) {
        return of(person, Name::of);
    }

    /** As {@link #of(Person)} with a caller's cache in front of the analysis of names. */
    public static Prepared of(Person person, java.util.function.Function<String, Name> names) {
        List<Spelling> spellings = new ArrayList<>();
        for (PersonName name : person.names()) {
            Spelling spelling = new Spelling(names.apply(name.given()), names.apply(name.family()));
            if (!spelling.given.isEmpty() || !spelling.family.isEmpty()) {
                spellings.add(spelling);
            }
        }
        Map<NationalId.Kind, List<Identifier>> identifiers = new EnumMap<>(NationalId.Kind.class);
        for (NationalId id : person.nationalIds()) {
            String value = Folding.identifier(id.value());
            if (value.length() >= 4 && !isFiller(value)) {
                identifiers
                        .computeIfAbsent(id.kind(), k -> new ArrayList<>())
                        .add(new Identifier(value, id.verified()));
            }
        }
        Set<String> phones = new LinkedHashSet<>();
        for (String phone : person.phones()) {
            String digits = Folding.digits(phone);
            if (digits.length() >= 8 && !isFiller(digits)) {
                phones.add(digits.substring(Math.max(0, digits.length() - 9)));
            }
        }
        List<Place> places = new ArrayList<>();
        for (PersonAddress address : person.addresses()) {
            Set<String> words = new LinkedHashSet<>(Folding.words(address.line()));
            String postalCode = Folding.identifier(address.postalCode()).toUpperCase(Locale.ROOT);
            places.add(new Place(words, names.apply(Gazetteer.official(address.city())), postalCode));
        }
        return new Prepared(
                person, List.copyOf(spellings), Map.copyOf(identifiers), Set.copyOf(phones), List.copyOf(places));
    }

    List<Identifier> identifiers(NationalId.Kind kind) {
        return identifiers.getOrDefault(kind, List.of());
    }

    /** 0000000, 99999: typed to get past an obligatory field. */
    private static boolean isFiller(String value) {
        return value.chars().distinct().count() < 3
                && value.chars().filter(Character::isLetter).count() < 2;
    }

    @Override
    public String toString() {
        return "Prepared[" + person.id() + "]";
    }
}
