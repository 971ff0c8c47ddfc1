package org.qantara.dpp.registry.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.qantara.dpp.registry.BirthDate;
import org.qantara.dpp.registry.Person.Sex;
import org.qantara.dpp.registry.names.Vocalised;

/**
 * Generates households: parents and children under one roof with one telephone and one insurance number, twins now and then, children
 * without a card of their own, people born "on 1 January".
 */
final class Households {
    private static final int THIS_YEAR = 2026;

    private final Country country;
    private final Random random;
    private final NameWriter writer;

    Households(Country country, Random random) {
        this.country = country;
        this.random = random;
        this.writer = new NameWriter(random);
    }

    /** So many people, numbered from 0; the last household may be cut. */
    List<Inhabitant> people(int count) {
        List<Inhabitant> people = new ArrayList<>(count + 8);
        while (people.size() < count) {
            household(people);
        }
        return List.copyOf(people.subList(0, count));
    }

    private void household(List<Inhabitant> people) {
        int place = country.place(random);
        Inhabitant.Home home = home(place);
        Vocalised.Entry family = country.family(place, random);
        String insurance = chance(0.85) ? String.valueOf(100_000_000 + random.nextInt(900_000_000)) : null;
        int fatherBorn = 1935 + random.nextInt(68);
        Inhabitant father =
                person(people.size(), Sex.MALE, family, date(fatherBorn), false, null, insurance, phone(0.9), home);
        people.add(father);
        int size = random.nextInt(100);
        if (size < 18) {
            return;
        }
        Vocalised.Entry maiden = country.family(place, random);
        int motherBorn = fatherBorn + random.nextInt(11) - 2;
        Inhabitant mother =
                person(people.size(), Sex.FEMALE, maiden, date(motherBorn), false, null, insurance, phone(0.8), home);
        people.add(mother);
        int children = random.nextInt(5);
        int born = motherBorn + 19 + random.nextInt(8);
        for (int i = 0; i < children && born < THIS_YEAR; i++) {
            child(people, family, date(born), false, father, mother, insurance, home);
            if (chance(0.02)) {
                child(people, family, people.get(people.size() - 1).born(), true, father, mother, insurance, home);
            }
            born += 1 + random.nextInt(5);
        }
    }

    private void child(
            List<Inhabitant> people,
            Vocalised.Entry family,
            BirthDate born,
            boolean twin,
            Inhabitant father,
            Inhabitant mother,
            @Nullable String insurance,
            Inhabitant.Home home) {
        Inhabitant parent = chance(0.5) ? father : mother;
        boolean minor = born.year() > THIS_YEAR - 18;
        String phone = minor ? parent.phone() : phone(0.8);
        Sex sex = chance(0.5) ? Sex.MALE : Sex.FEMALE;
        boolean moved = !minor && chance(0.7);
        Inhabitant.Home lives = moved ? home(chance(0.6) ? home.place() : country.place(random)) : home;
        String insured = minor ? insurance : null;
        Inhabitant newborn =
                person(people.size(), sex, family, born, twin, minor ? parent.cnie() : null, insured, phone, lives);
        while (hasSiblingOfThatName(people, newborn)) {
            newborn =
                    person(people.size(), sex, family, born, twin, minor ? parent.cnie() : null, insured, phone, lives);
        }
        people.add(newborn);
        if (twin) {
            Inhabitant other = people.get(people.size() - 2);
            people.set(people.size() - 2, withTwin(other));
        }
    }

    /** Parents do not give one name twice. */
    private static boolean hasSiblingOfThatName(List<Inhabitant> people, Inhabitant newborn) {
        for (int i = people.size() - 1; i >= 0 && i > people.size() - 8; i--) {
            Inhabitant other = people.get(i);
            if (other.family() == newborn.family()
                    && other.given().get(0) == newborn.given().get(0)) {
                return true;
            }
        }
        return false;
    }

    private Inhabitant person(
            int number,
            Sex sex,
            Vocalised.Entry family,
            BirthDate born,
            boolean twin,
            @Nullable String parentsCnie,
            @Nullable String insurance,
            @Nullable String phone,
            Inhabitant.Home home) {
        List<Vocalised.Entry> given = new ArrayList<>();
        given.add(country.name(sex == Sex.MALE ? "m" : "f", random));
        if (chance(0.1)) {
            given.add(country.name(sex == Sex.MALE ? "m" : "f", random));
        }
        double dice = random.nextDouble();
        NameWriter.Style style = dice < 0.85
                ? NameWriter.Style.FRENCH
                : dice < 0.95 ? NameWriter.Style.ENGLISH : NameWriter.Style.SPANISH;
        boolean adult = born.year() <= THIS_YEAR - 18;
        String cnie = adult && chance(0.94) ? cnie() : null;
        String idcs = chance(0.45) ? String.valueOf(1_000_000_000L + random.nextInt(2_000_000_000)) : null;
        return new Inhabitant(
                number,
                sex,
                List.copyOf(given),
                family,
                given(given, style),
                writer.latin(family, style),
                born,
                twin,
                cnie,
                parentsCnie,
                idcs,
                insurance,
                phone,
                home);
    }

    String given(List<Vocalised.Entry> given, NameWriter.Style style) {
        StringBuilder out = new StringBuilder();
        given.forEach(name -> out.append(out.length() == 0 ? "" : " ").append(writer.latin(name, style)));
        return out.toString();
    }

    Inhabitant.Home home(int place) {
        return new Inhabitant.Home(place, any(country.ways), any(country.streets), 1 + random.nextInt(180));
    }

    @Nullable
    String phone(double share) {
        return chance(share) ? "06" + (10_000_000 + random.nextInt(90_000_000)) : null;
    }

    private BirthDate date(int year) {
        boolean unknownDay = chance(year < 1975 ? 0.15 : 0.015);
        return unknownDay
                ? new BirthDate(year, 1, 1)
                : new BirthDate(year, 1 + random.nextInt(12), 1 + random.nextInt(28));
    }

    private String cnie() {
        String letters = String.valueOf((char) ('A' + random.nextInt(26)));
        letters += chance(0.6) ? (char) ('A' + random.nextInt(26)) : "";
        return letters + (100_000 + random.nextInt(900_000));
    }

    private static Inhabitant withTwin(Inhabitant i) {
        return new Inhabitant(
                i.number(),
                i.sex(),
                i.given(),
                i.family(),
                i.officialGiven(),
                i.officialFamily(),
                i.born(),
                true,
                i.cnie(),
                i.parentsCnie(),
                i.idcs(),
                i.insurance(),
                i.phone(),
                i.home());
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private boolean chance(double share) {
        return random.nextDouble() < share;
    }
}
