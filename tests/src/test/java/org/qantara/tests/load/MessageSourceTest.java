package org.qantara.tests.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.qantara.mapping.Compilation;
import org.qantara.mapping.Facility;
import org.qantara.mapping.MapOutcome;
import org.qantara.mapping.Mappings;
import org.qantara.mapping.SourceMessage;
import org.qantara.tests.Home;
import org.qantara.tests.load.LoadMessage.Fate;
import org.qantara.tests.load.LoadMessage.Kind;

class MessageSourceTest {
    private static final Traffic ROUGH = new Traffic(30, 5, 5, 5, 10, 60, 2, 20);
    private static Mappings maps;

    @BeforeAll
    static void compileMaps() throws Exception {
        maps = ((Compilation.Compiled) Mappings.compile(Home.folder().resolve("mappings"))).mappings();
    }

    private static List<LoadMessage> messages(Traffic traffic, int connection, long seed, int count) {
        MessageSource source = new MessageSource("r", connection, 4, Sender.CHU_RABAT, traffic, seed);
        return Stream.generate(source::next).limit(count).toList();
    }

    private static MapOutcome mapped(LoadMessage message) {
        return maps.map(new SourceMessage(
                message.bytes(),
                StandardCharsets.UTF_8,
                "hl7v2",
                new Facility(
                        "CHU-RABAT", "CHU-RABAT", ZoneId.of("Africa/Casablanca"), Facility.NumbersRestart.of(null)),
                OffsetDateTime.parse("2026-03-01T10:00:00+01:00")));
    }

    @Test
    void theSeedDecidesWhatIsSent() {
        List<String> once =
                messages(ROUGH, 1, 7, 500).stream().map(MessageSourceTest::said).toList();
        assertThat(messages(ROUGH, 1, 7, 500).stream().map(MessageSourceTest::said))
                .isEqualTo(once);
        assertThat(messages(ROUGH, 1, 8, 500).stream().map(MessageSourceTest::said))
                .isNotEqualTo(once);
    }

    private static String said(LoadMessage message) {
        return message.kind() + " " + message.controlId() + " " + message.patient() + " " + message.version();
    }

    @Test
    void onePatientTakesOneConnection() {
        Set<String> first = patients(messages(ROUGH, 0, 7, 1000));
        Set<String> second = patients(messages(ROUGH, 1, 7, 1000));
        assertThat(first).hasSizeGreaterThan(10).doesNotContainAnyElementsOf(second);
    }

    private static Set<String> patients(List<LoadMessage> messages) {
        return messages.stream().map(LoadMessage::patient).collect(Collectors.toSet());
    }

    @Test
    void messagesAreAsLongAsRealOnes() {
        assertThat(messages(Traffic.ADT, 0, 1, 50))
                .allSatisfy(adt -> assertThat(adt.bytes()).hasSizeBetween(1_100, 1_300));
        assertThat(messages(Traffic.ORU, 0, 1, 50))
                .allSatisfy(oru -> assertThat(oru.bytes()).hasSizeBetween(3_400, 3_800));
    }

    @Test
    void theMapsTakeWhatShallBeAppliedAndQuarantineWhatShallBe() {
        List<LoadMessage> all = messages(ROUGH, 0, 3, 2000);
        for (LoadMessage message : all) {
            if (message.fate() == Fate.APPLIED) {
                assertThat(mapped(message))
                        .as(new String(message.bytes(), StandardCharsets.UTF_8))
                        .isInstanceOf(MapOutcome.Mapped.class);
            } else if (message.fate() == Fate.QUARANTINED) {
                assertThat(mapped(message)).isInstanceOf(MapOutcome.Quarantined.class);
            }
        }
        assertThat(all.stream().map(LoadMessage::kind).distinct()).contains(Kind.values());
    }

    @Test
    void thePatientShowsWhichMessageWasLast() {
        LoadMessage third =
                messages(new Traffic(0, 0, 0, 0, 0, 1, 0, 0), 0, 1, 3).get(2);
        MapOutcome.Mapped mapped = (MapOutcome.Mapped) mapped(third);
        String bundle = new String(mapped.bundle().json(), StandardCharsets.UTF_8);
        assertThat(third.version()).isEqualTo(3);
        assertThat(bundle).contains("\"V3\"");
    }

    @Test
    void aMergedNumberIsNotSentAgainExceptAsARetransmission() {
        Set<String> retired = new HashSet<>();
        Set<LoadMessage> seen = new HashSet<>();
        List<LoadMessage> all = messages(new Traffic(0, 20, 0, 20, 20, 40, 0, 0), 0, 5, 3000);
        for (LoadMessage message : all) {
            if (seen.add(message)) {
                assertThat(retired).doesNotContain(message.patient());
            }
            if (message.retired() != null) {
                retired.add(message.retired());
            }
        }
        assertThat(retired).hasSizeGreaterThan(100);
        assertThat(all).hasSizeGreaterThan(seen.size());
    }

    @Test
    void swapsGoOutOfOrderAndNothingIsLost() {
        List<LoadMessage> all = new ArrayList<>(messages(new Traffic(0, 0, 0, 0, 30, 10, 0, 0), 0, 5, 1000));
        List<Long> numbers = all.stream()
                .map(message -> Long.parseLong(message.controlId().substring(4)))
                .toList();
        assertThat(numbers.stream().sorted().toList()).isNotEqualTo(numbers);
        assertThat(numbers.stream().sorted().limit(990).toList())
                .isEqualTo(Stream.iterate(1L, n -> n + 1).limit(990).toList());
    }

    @Test
    void impossibleSharesAreRefused() {
        assertThatThrownBy(() -> new Traffic(101, 0, 0, 0, 0, 10, 0, 0)).hasMessageContaining("oruPercent is 101");
    }
}
