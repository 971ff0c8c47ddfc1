package org.qantara.dpp.registry.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.qantara.dpp.registry.BirthDate;
import org.qantara.dpp.registry.NationalId;
import org.qantara.dpp.registry.NationalId.Kind;
import org.qantara.dpp.registry.Person;
import org.qantara.dpp.registry.Person.Sex;
import org.qantara.dpp.registry.PersonAddress;
import org.qantara.dpp.registry.PersonName;

/**
 * Pairs of two different persons that a careless registry would merge, {@value #PER_KIND} of each kind, written with different names
 * and numbers each time. The same at every run.
 */
public final class VetoCases {
    static final int PER_KIND = 20;

    private static final String[] MEN = {
        "Mohamed",
        "Ahmed",
        "Youssef",
        "Omar",
        "Ali",
        "Hicham",
        "Karim",
        "Rachid",
        "Said",
        "Mustapha",
        "Khalid",
        "Hamid",
        "Brahim",
        "Driss",
        "Noureddine",
        "Abdellah",
        "Abderrahim",
        "Jamal",
        "Samir",
        "Anas"
    };
    private static final String[] OTHER_MEN = {
        "Mahmoud",
        "Hamza",
        "Younes",
        "Ammar",
        "Adil",
        "Hachem",
        "Karam",
        "Rachad",
        "Saad",
        "Marouane",
        "Khalil",
        "Hamdane",
        "Ilyas",
        "Idris Amine",
        "Salaheddine",
        "Abdelilah",
        "Abderrahmane",
        "Kamal",
        "Amir",
        "Ayman"
    };
    private static final String[] FAMILIES = {
        "El Idrissi", "Benali", "Alaoui", "Ouazzani", "El Fassi", "Tazi", "Bennani", "Amrani", "El Mansouri",
                "Cherkaoui",
        "Ait Ali", "Bouazza", "Benjelloun", "Skalli", "Belhaj", "El Ghazi", "Hassani", "Naciri", "Mrabet", "Kettani"
    };
    private static final String[][] TWINS = {
        {"Hassan", "Houcine"},
        {"Hasna", "Hanae"},
        {"Salma", "Salwa"},
        {"Lina", "Dina"},
        {"Samir", "Samira"},
        {"Karim", "Karima"},
        {"Mohamed Amine", "Mohamed Reda"},
        {"Rania", "Dania"},
        {"Nassim", "Wassim"},
        {"Amina", "Yamina"},
        {"Said", "Saad"},
        {"Hamid", "Hamida"},
        {"Malak", "Malika"},
        {"Adam", "Amir"},
        {"Hiba", "Hind"},
        {"حسن", "الحسين"},
        {"Nora", "Noha"},
        {"Jalal", "Jamal"},
        {"Amal", "Ahlam"},
        {"Imane", "Ikrame"}
    };

    /** Two persons: the one the registry knows and the one it must not take for the same; {@code kind} names the trap. */
    public record Case(String kind, Person known, Person fresh) {}

    private VetoCases() {}

    /** Every case, {@value #PER_KIND} of each of thirteen kinds. */
    public static List<Case> all() {
        List<Case> cases = new ArrayList<>();
        add(cases, "verified CNIE differs", (i, d) -> d.with(d.name, d.born, d.sex, id(Kind.CNIE, 9_000 + i, true)));
        add(cases, "verified IDCS differs", (i, d) -> d.with(d.name, d.born, d.sex, id(Kind.IDCS, 90_000 + i, true)));
        add(cases, "sex and birth date in conflict", (i, d) -> d.with(d.name, years(d.born, 9), Sex.FEMALE, null));
        add(cases, "same facility, other number", (i, d) -> d.at("F1"));
        add(cases, "twins", (i, d) -> d.with(TWINS[i][1], d.born, d.sex, null));
        add(cases, "twins who say so", (i, d) -> d.with(TWINS[i][1], d.born, d.sex, null)
                .twins());
        add(cases, "child with the father's CNIE", (i, d) -> d.with(OTHER_MEN[i], years(d.born, 27), d.sex, d.cnie));
        add(cases, "child with the father's name and CNIE", (i, d) -> d.with(d.name, years(d.born, 27), d.sex, d.cnie));
        add(
                cases,
                "two children with a parent's CNIE",
                (i, d) -> d.with(OTHER_MEN[i], years(d.born, 2), d.sex, d.cnie));
        add(cases, "twins with a parent's CNIE", (i, d) -> d.with(TWINS[i][1], d.born, d.sex, d.cnie));
        add(cases, "father and son of one name", (i, d) -> d.with(d.name, years(d.born, 25), d.sex, null));
        add(cases, "same name, village and 1 January", (i, d) -> d.with(
                        d.name, new BirthDate(d.born.year(), 1, 1), d.sex, null)
                .moved());
        add(cases, "cousins named after one grandfather", (i, d) -> d.with(d.name, years(d.born, 3), d.sex, null)
                .neighbour());
        return cases;
    }

    private static void add(List<Case> cases, String kind, BiFunction<Integer, Draft, Draft> second) {
        Random random = new Random(kind.hashCode());
        for (int i = 0; i < PER_KIND; i++) {
            BirthDate born = new BirthDate(1950 + random.nextInt(50), 2 + random.nextInt(10), 2 + random.nextInt(26));
            boolean village = kind.contains("1 January");
            boolean twins = kind.startsWith("twins");
            boolean numbered = kind.contains("differs") || kind.contains("CNIE");
            Draft known = new Draft(
                    cases.size() + "a",
                    "F1",
                    twins ? TWINS[i][0] : MEN[i],
                    FAMILIES[(i * 7) % PER_KIND],
                    village ? new BirthDate(born.year(), 1, 1) : born,
                    Sex.MALE,
                    kind.contains("IDCS")
                            ? id(Kind.IDCS, 10_000 + i, true)
                            : numbered ? id(Kind.CNIE, 1_000 + i, kind.contains("differs")) : null,
                    village ? "" : "06" + (10_000_000 + random.nextInt(80_000_000)),
                    village ? "" : (1 + random.nextInt(90)) + " Rue Ibn Sina",
                    "Midelt",
                    kind.contains("say so"));
            Draft fresh = second.apply(
                    i,
                    new Draft(
                            cases.size() + "b",
                            "F2",
                            known.name,
                            known.family,
                            known.born,
                            known.sex,
                            known.cnie,
                            known.phone,
                            known.line,
                            known.city,
                            known.twin));
            cases.add(new Case(kind, known.person(), fresh.person()));
        }
    }

    private static BirthDate years(BirthDate born, int later) {
        return new BirthDate(born.year() + later, 1 + (born.month() + 5) % 12, 1 + (born.day() + 11) % 28);
    }

    private static NationalId id(Kind kind, int number, boolean verified) {
        return new NationalId(
                kind, kind == Kind.CNIE ? "AB" + (100_000 + number * 37) : "10" + (1_000_000 + number * 91), verified);
    }

    private record Draft(
            String id,
            String facility,
            String name,
            String family,
            BirthDate born,
            Sex sex,
            @Nullable NationalId cnie,
            String phone,
            String line,
            String city,
            boolean twin) {
        Draft with(String newName, BirthDate newBorn, Sex newSex, @Nullable NationalId newId) {
            return new Draft(id, facility, newName, family, newBorn, newSex, newId, phone, line, city, twin);
        }

        Draft at(String newFacility) {
            return new Draft(id, newFacility, name, family, born, sex, cnie, phone, line, city, twin);
        }

        Draft twins() {
            return new Draft(id, facility, name, family, born, sex, cnie, phone, line, city, true);
        }

        Draft moved() {
            return new Draft(id, facility, name, family, born, sex, cnie, "", "", city, twin);
        }

        Draft neighbour() {
            return new Draft(id, facility, name, family, born, sex, cnie, phone, "4 " + line, city, twin);
        }

        Person person() {
            return new Person(
                    id,
                    facility,
                    "N" + id,
                    List.of(new PersonName(name, family)),
                    sex,
                    born,
                    cnie == null ? List.of() : List.of(cnie),
                    phone.isEmpty() ? List.of() : List.of(phone),
                    List.of(new PersonAddress(line, city, "54350")),
                    twin);
        }
    }
}
