package org.qantara.connectors.lab.astm.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The whole product of states and events against a written table, and the rules that no row may break. */
class LinkTableTest {
    private static final Set<LinkAction> ON_WIRE = Set.of(
            LinkAction.SEND_ENQ,
            LinkAction.SEND_ACK,
            LinkAction.SEND_NAK,
            LinkAction.SEND_EOT,
            LinkAction.FIRST_FRAME,
            LinkAction.NEXT_FRAME,
            LinkAction.SAME_FRAME);

    @Test
    void isTheWrittenTableForEveryStateAndEvent() throws IOException {
        Map<String, String> expected = expected();
        for (LinkState state : LinkState.values())
            for (LinkEvent event : LinkEvent.values())
                assertThat(written(state, event))
                        .as(state + " " + event)
                        .isEqualTo(expected.getOrDefault(state + " " + event, "ignored"));
    }

    private static String written(LinkState state, LinkEvent event) {
        if (LinkTable.ignores(state, event)) return "ignored";
        LinkTable.Transition t = LinkTable.of(state, event);
        return (t.next() + " " + t.actions().stream().map(Enum::name).collect(Collectors.joining(" "))).strip();
    }

    private static Map<String, String> expected() throws IOException {
        try (InputStream in = Objects.requireNonNull(LinkTableTest.class.getResourceAsStream("/astm/link-table.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" -> "))
                    .collect(Collectors.toMap(row -> row[0], row -> row[1]));
        }
    }

    @Test
    void ignoredPairsKeepTheStateAndDoNothing() {
        for (LinkState state : LinkState.values())
            for (LinkEvent event : LinkEvent.values())
                if (LinkTable.ignores(state, event))
                    assertThat(LinkTable.of(state, event)).isEqualTo(new LinkTable.Transition(state, List.of()));
    }

    @Test
    void noTransitionAnswersTwice() {
        forEach((state, event, t) -> assertThat(
                        t.actions().stream().filter(ON_WIRE::contains).count())
                .as(state + " " + event)
                .isLessThanOrEqualTo(1));
    }

    /** Rule 1 of the design: the frame that completes a message is acknowledged by STORED alone. */
    @Test
    void onlyAStoredMessageIsAcknowledged() {
        assertThat(LinkTable.of(LinkState.RECEIVING, LinkEvent.FRAME_LAST).actions())
                .containsExactly(LinkAction.STORE);
        for (LinkEvent event : LinkEvent.values()) {
            List<LinkAction> actions = LinkTable.of(LinkState.STORING, event).actions();
            if (event != LinkEvent.STORED && event != LinkEvent.ENQ)
                assertThat(actions).doesNotContain(LinkAction.SEND_ACK);
            if (event != LinkEvent.STORED) assertThat(actions).doesNotContain(LinkAction.KEEP);
        }
    }

    @Test
    void everyStateButNeutralEndsByItsTimer() {
        for (LinkState state : LinkState.values())
            assertThat(LinkTable.ignores(state, LinkEvent.TIMER))
                    .as(state.name())
                    .isEqualTo(state == LinkState.NEUTRAL);
        Profile generic = Profiles.load("generic");
        for (LinkState state : LinkState.values())
            assertThat(generic.timerMs(state) > 0).as(state.name()).isEqualTo(state != LinkState.NEUTRAL);
    }

    @Test
    void aLostConnectionLeavesEveryStateNeutral() {
        for (LinkState state : LinkState.values())
            assertThat(LinkTable.of(state, LinkEvent.LOST).next()).isEqualTo(LinkState.NEUTRAL);
    }

    @Test
    void everyStateCanBeReached() {
        Set<LinkState> reached = Arrays.stream(LinkState.values())
                .flatMap(s -> Arrays.stream(LinkEvent.values())
                        .map(e -> LinkTable.of(s, e))
                        .filter(t -> t.next() != s))
                .map(LinkTable.Transition::next)
                .collect(Collectors.toSet());
        assertThat(reached).containsExactlyInAnyOrder(LinkState.values());
    }

    private interface Check {
        void accept(LinkState state, LinkEvent event, LinkTable.Transition transition);
    }

    private static void forEach(Check check) {
        for (LinkState state : LinkState.values())
            for (LinkEvent event : LinkEvent.values()) check.accept(state, event, LinkTable.of(state, event));
    }
}
