package org.qantara.connectors.dicom.association;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * All 13 × 19 pairs against PS3.8 table 9-10, written down here a second time and the other way round: by action, as the
 * states in which each event leads to it.
 */
class StateTableTest {
    private static final String BY_EVENT =
            """
            1:  AE1 1
            2:  AE2 4
            3:  AA1 2; AE3 5; AA8 3 6 7 8 9 10 11 12; AA6 13
            4:  AA1 2; AE4 5; AA8 3 6 7 8 9 10 11 12; AA6 13
            5:  AE5 1
            6:  AE6 2; AA8 3 5 6 7 8 9 10 11 12; AA7 13
            7:  AE7 3
            8:  AE8 3
            9:  DT1 6; AR7 8
            10: AA1 2; DT2 6; AR6 7; AA8 3 5 8 9 10 11 12; AA6 13
            11: AR1 6
            12: AA1 2; AR2 6; AR8 7; AA8 3 5 8 9 10 11 12; AA6 13
            13: AA1 2; AR3 7 11; AR10 10; AA8 3 5 6 8 9 12; AA6 13
            14: AR4 8 12; AR9 9
            15: AA1 3 5 6 7 8 9 10 11 12; AA2 4
            16: AA2 2 13; AA3 3 5 6 7 8 9 10 11 12
            17: AA5 2; AA4 3 4 5 6 7 8 9 10 11 12; AR5 13
            18: AA2 2 13
            19: AA1 2; AA8 3 5 6 7 8 9 10 11 12; AA7 13
            """;

    @Test
    void everyPairIsThatOfTheStandard() {
        Map<Event, Map<State, Action>> expected = new EnumMap<>(Event.class);
        BY_EVENT.lines().forEach(line -> {
            Map<State, Action> row = new EnumMap<>(State.class);
            for (String entry : line.substring(line.indexOf(':') + 1).split(";")) {
                String[] cells = entry.strip().split(" ");
                for (int i = 1; i < cells.length; i++) {
                    row.put(State.valueOf("STA" + cells[i]), Action.valueOf(cells[0]));
                }
            }
            expected.put(Event.valueOf("EVT" + line.substring(0, line.indexOf(':'))), row);
        });
        List<String> differences = new ArrayList<>();
        int pairs = 0;
        for (Event event : Event.values()) {
            for (State state : State.values()) {
                Action ours = StateTable.action(state, event);
                Action theirs = expected.get(event).get(state);
                if (ours != theirs) {
                    differences.add(event + " in " + state + ": ours " + ours + ", the standard " + theirs);
                }
                pairs++;
            }
        }
        assertThat(pairs).isEqualTo(13 * 19);
        assertThat(differences).isEmpty();
    }
}
