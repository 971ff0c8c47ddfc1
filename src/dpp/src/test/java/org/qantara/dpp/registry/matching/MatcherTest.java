package org.qantara.dpp.registry.matching;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.qantara.dpp.registry.BirthDate;
import org.qantara.dpp.registry.NationalId;
import org.qantara.dpp.registry.Person;
import org.qantara.dpp.registry.Person.Sex;
import org.qantara.dpp.registry.PersonAddress;
import org.qantara.dpp.registry.PersonName;

class MatcherTest {
    private final InMemoryCandidates registry = new InMemoryCandidates(true);
    private final Scorer scorer = new Scorer(Weights.moroccan(), Weights.moroccanFrequencies(), true);
    private final Matcher matcher = new Matcher(scorer, registry);

    @Test
    void onePersonInArabicInFrenchAndMisspelledIsOne() {
        register(person("h", "CHU", "فاطمة الزهراء", "الإدريسي", "19800503", "0661234567", null), "G1");
        Decision laboratory =
                decide(person("l", "LAB", "Fatima Ezzahra", "El Idrissi", "19800503", "+212 661-234567", null));
        assertThat(laboratory).isInstanceOf(Decision.Link.class);
        assertThat(((Decision.Link) laboratory).match().goldenId()).isEqualTo("G1");
        Decision radiology = decide(person("r", "RAD", "FATIMAZAHRA", "LIDRISSI", "1980-05-03", "٠٦٦١٢٣٤٥٦٧", null));
        assertThat(radiology).isInstanceOf(Decision.Link.class);
        assertThat(radiology.version()).isEqualTo("ma-1/ma1");
    }

    @Test
    void namesInTheWrongFieldsAreFound() {
        register(person("h", "CHU", "Youssef", "Benjelloun", "19800503", "0661234567", null), "G1");
        assertThat(decide(person("l", "LAB", "Ben Jelloun", "يوسف", "19800503", "0661234567", null)))
                .isInstanceOf(Decision.Link.class);
    }

    @Test
    void aMissingValueIsNoEvidence() {
        Person full = person("h", "CHU", "Youssef", "Benjelloun", "19800503", "0661234567", null);
        Person bare = person("l", "LAB", "Youssef", "Benjelloun", "19800503", "", null);
        Comparison comparison = Comparison.of(Prepared.of(full), Prepared.of(bare), Frequencies.none());
        assertThat(comparison.levels()).doesNotContainKey(Field.PHONE).doesNotContainKey(Field.CNIE);
    }

    @Test
    void aVetoOfAnyRecordOfAPersonCounts() {
        register(person("a", "CHU", "Youssef", "Benjelloun", "19800503", "0661234567", "AB123456"), "G1");
        register(person("b", "LAB", "Youssef", "Benjelloun", "19800503", "0661234567", null), "G1");
        Decision decision = decide(person("c", "RAD", "Youssef", "Benjelloun", "19800503", "0661234567", "XY999999"));
        assertThat(decision).isInstanceOf(Decision.Review.class);
        assertThat(((Decision.Review) decision).matches().get(0).objections()).contains(Objection.CNIE_DIFFERS);
    }

    @Test
    void twoPersonsThatFitEquallyAreReviewed() {
        register(person("a", "CHU", "Youssef", "Benjelloun", "19800503", "0661234567", null), "G1");
        register(person("b", "LAB", "Youssef", "Benjelloun", "19800503", "0661234567", null), "G2");
        Decision decision = decide(person("c", "RAD", "Youssef", "Benjelloun", "19800503", "0661234567", null));
        assertThat(decision).isInstanceOf(Decision.Review.class);
        assertThat(((Decision.Review) decision).matches()).hasSize(2);
    }

    @Test
    void cnieCanBeSwitchedOff() {
        Prepared record = Prepared.of(person("a", "CHU", "Youssef", "Benjelloun", "19800503", "", "AB123456"));
        assertThat(BlockingKey.of(record, true)).contains(new BlockingKey(BlockingKey.Kind.CNIE, "AB123456"));
        assertThat(BlockingKey.of(record, false)).noneMatch(key -> key.kind() == BlockingKey.Kind.CNIE);
        Match without =
                new Scorer(scorer.weights(), scorer.frequencies(), false).score(record, new Candidate(record, "G"), 10);
        assertThat(without.fields()).noneMatch(score -> score.field() == Field.CNIE);
    }

    @Test
    void explainsWithoutValuesInThreeLanguages() {
        register(person("h", "CHU", "Youssef", "Benjelloun", "19800503", "0661234567", null), "G1");
        Decision decision = decide(person("l", "LAB", "يوسف", "بنجلون", "19800503", "0661234567", null));
        assertThat(Explanation.of(decision, Locale.ENGLISH)).first().asString().startsWith("Linked: the evidence is");
        assertThat(Explanation.of(decision, Locale.ENGLISH))
                .anyMatch(line -> line.startsWith("birth date: the same (+"));
        assertThat(Explanation.of(decision, Locale.FRENCH)).anyMatch(line -> line.startsWith("téléphone : identique"));
        assertThat(Explanation.of(decision, Locale.forLanguageTag("ar")))
                .first()
                .asString()
                .startsWith("تم الربط");
        assertThat(String.join("\n", Explanation.of(decision, Locale.ENGLISH)))
                .doesNotContain("Youssef", "1980", "0661");
    }

    private Decision decide(Person person) {
        return matcher.decide(Prepared.of(person));
    }

    private void register(Person person, String golden) {
        registry.add(Prepared.of(person), golden);
    }

    private static Person person(
            String id, String facility, String given, String family, String born, String phone, @Nullable String cnie) {
        return new Person(
                id,
                facility,
                "N" + id,
                List.of(new PersonName(given, family)),
                Sex.UNKNOWN,
                BirthDate.parse(born).orElseThrow(),
                cnie == null ? List.of() : List.of(new NationalId(NationalId.Kind.CNIE, cnie, true)),
                phone.isEmpty() ? List.of() : List.of(phone),
                List.of(new PersonAddress("", "Fès", "")),
                false);
    }
}
