package org.qantara.dpp.registry.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.qantara.dpp.registry.BirthDate;
import org.qantara.dpp.registry.NationalId;
import org.qantara.dpp.registry.Person;
import org.qantara.dpp.registry.Person.Sex;
import org.qantara.dpp.registry.PersonAddress;
import org.qantara.dpp.registry.PersonName;
import org.qantara.dpp.registry.names.Vocalised;

/** Registers an inhabitant at a facility, with the errors that desks make; the shares are in the code beside each error. */
final class Registrar {
    private final Country country;
    private final Random random;
    private final NameWriter writer;
    private final Households households;

    Registrar(Country country, Random random, Households households) {
        this.country = country;
        this.random = random;
        this.writer = new NameWriter(random);
        this.households = households;
    }

    /** A record of the inhabitant; {@code careful} for a first registration with the card at hand, else all errors are possible. */
    Person register(Inhabitant who, String id, String facility, boolean careful) {
        boolean moved = !careful && chance(0.15);
        Inhabitant.Home home =
                moved ? households.home(chance(0.5) ? who.home().place() : country.place(random)) : who.home();
        String phone = !careful && chance(0.2) ? households.phone(0.7) : chance(0.92) ? who.phone() : null;
        List<String> phones = new ArrayList<>();
        if (phone != null) {
            phones.add(chance(0.2) ? "+212 " + phone.substring(1) : phone);
        }
        return new Person(
                id,
                facility,
                "P" + id,
                names(who, careful),
                sex(who.sex(), careful),
                born(who.born(), careful),
                ids(who, careful),
                phones,
                address(home),
                who.twin() && chance(0.4));
    }

    private List<PersonName> names(Inhabitant who, boolean careful) {
        boolean rewritten = !careful && chance(0.5);
        NameWriter.Style style = chance(0.85) ? NameWriter.Style.FRENCH : NameWriter.Style.ENGLISH;
        List<Vocalised.Entry> all = who.given();
        boolean shortened = all.size() > 1 && chance(careful ? 0.1 : 0.35);
        List<Vocalised.Entry> used = shortened ? all.subList(0, 1) : all;
        String given = rewritten || shortened ? households.given(used, style) : who.officialGiven();
        String family = rewritten ? writer.latin(who.family(), style) : who.officialFamily();
        StringBuilder arabicGiven = new StringBuilder();
        used.forEach(
                name -> arabicGiven.append(arabicGiven.length() == 0 ? "" : " ").append(writer.arabic(name)));
        Vocalised.Entry familyEntry = who.family();
        if (!careful && who.sex() == Sex.FEMALE && who.cnie() != null && chance(0.02)) {
            // registered under the husband's name
            familyEntry = country.family(who.home().place(), random);
            family = writer.latin(familyEntry, style);
        }
        PersonName latin = typed(new PersonName(given, family), careful);
        PersonName arabic = new PersonName(arabicGiven.toString(), writer.arabic(familyEntry));
        if (!careful && chance(0.015)) {
            latin = new PersonName(latin.family(), latin.given());
        }
        double script = random.nextDouble();
        return script < 0.15 ? List.of(arabic) : script < 0.4 ? List.of(latin, arabic) : List.of(latin);
    }

    private PersonName typed(PersonName name, boolean careful) {
        String given = chance(careful ? 0.002 : 0.02) ? slip(name.given()) : name.given();
        String family = chance(careful ? 0.002 : 0.02) ? slip(name.family()) : name.family();
        boolean upper = chance(0.3);
        boolean titled = chance(0.02);
        given = titled ? (chance(0.5) ? "Moulay " : "Mr ") + given : given;
        return upper
                ? new PersonName(given.toUpperCase(java.util.Locale.ROOT), family.toUpperCase(java.util.Locale.ROOT))
                : new PersonName(given, family);
    }

    private Sex sex(Sex sex, boolean careful) {
        if (chance(0.01)) {
            return Sex.UNKNOWN;
        }
        return !careful && chance(0.002) ? sex == Sex.MALE ? Sex.FEMALE : Sex.MALE : sex;
    }

    private @Nullable BirthDate born(BirthDate born, boolean careful) {
        if (chance(0.003)) {
            return null;
        }
        double error = careful ? 1 : random.nextDouble();
        if (error < 0.012) {
            return new BirthDate(born.year() + (chance(0.5) ? 1 : -1), born.month(), born.day());
        }
        if (error < 0.018) {
            return new BirthDate(born.year() + (chance(0.5) ? 10 : -10), born.month(), born.day());
        }
        if (error < 0.028) {
            return new BirthDate(born.year(), born.month(), 1 + random.nextInt(28));
        }
        if (error < 0.038) {
            return new BirthDate(born.year(), born.day(), born.month());
        }
        return error < 0.05 ? new BirthDate(born.year(), 1, 1) : born;
    }

    private List<NationalId> ids(Inhabitant who, boolean careful) {
        List<NationalId> ids = new ArrayList<>();
        String cnie = who.cnie();
        if (cnie != null && chance(0.9)) {
            boolean wrong = !careful && chance(0.01);
            ids.add(new NationalId(
                    NationalId.Kind.CNIE,
                    wrong ? digitSlip(cnie) : chance(0.2) ? cnie.toLowerCase(java.util.Locale.ROOT) : cnie,
                    !wrong && chance(0.5)));
        }
        String parents = who.parentsCnie();
        if (cnie == null && parents != null && chance(0.5)) {
            ids.add(new NationalId(NationalId.Kind.CNIE, parents, chance(0.1)));
        }
        String idcs = who.idcs();
        if (idcs != null && chance(0.6)) {
            double error = careful ? 1 : random.nextDouble();
            String typed = error < 0.015
                    ? digitSlip(idcs)
                    : error < 0.025 ? String.valueOf(1_000_000_000L + random.nextInt(2_000_000_000)) : idcs;
            ids.add(new NationalId(NationalId.Kind.IDCS, typed, typed.equals(idcs) && chance(0.5)));
        }
        String insurance = who.insurance();
        if (insurance != null && chance(0.75)) {
            ids.add(new NationalId(NationalId.Kind.INSURANCE, insurance, false));
        }
        return ids;
    }

    private List<PersonAddress> address(Inhabitant.Home home) {
        Country.Place place = country.places.get(home.place());
        if (chance(0.08)) {
            return List.of();
        }
        String way = chance(0.3) ? country.shortWays.getOrDefault(home.way(), home.way()) : home.way();
        int house = chance(0.02) ? 1 + random.nextInt(180) : home.house();
        String line =
                chance(0.6) ? house + " " + way + " " + home.street() : way + " " + home.street() + " N° " + house;
        String city = chance(0.15) ? place.arabic() : chance(0.03) ? slip(place.latin()) : place.latin();
        return List.of(new PersonAddress(chance(0.1) ? "" : line, city, postalCode(place)));
    }

    private String postalCode(Country.Place place) {
        if (chance(0.5)) {
            return "";
        }
        return chance(0.015) ? slip(place.postalCode()) : place.postalCode();
    }

    /** One letter dropped, doubled, replaced or exchanged with its neighbour. */
    private String slip(String text) {
        if (text.length() < 3) {
            return text;
        }
        int at = 1 + random.nextInt(text.length() - 2);
        char letter = (char) ('a' + random.nextInt(26));
        return switch (random.nextInt(4)) {
            case 0 -> text.substring(0, at) + text.substring(at + 1);
            case 1 -> text.substring(0, at) + letter + text.substring(at);
            case 2 -> text.substring(0, at) + letter + text.substring(at + 1);
            default -> text.substring(0, at) + text.charAt(at + 1) + text.charAt(at) + text.substring(at + 2);
        };
    }

    private String digitSlip(String number) {
        int at = number.length() - 1 - random.nextInt(5);
        return number.substring(0, at) + random.nextInt(10) + number.substring(at + 1);
    }

    private boolean chance(double share) {
        return random.nextDouble() < share;
    }
}
