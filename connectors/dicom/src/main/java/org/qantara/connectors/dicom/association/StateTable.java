package org.qantara.connectors.dicom.association;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The state transition table of the DICOM upper layer (PS3.8 table 9-10), as data. Immutable. */
public final class StateTable {
    /** One row per event, one column per state; a dot is a pair that cannot occur. */
    private static final String ROWS =
            """
                   STA1 STA2 STA3 STA4 STA5 STA6 STA7 STA8 STA9 STA10 STA11 STA12 STA13
            EVT1   AE1  .    .    .    .    .    .    .    .    .     .     .     .
            EVT2   .    .    .    AE2  .    .    .    .    .    .     .     .     .
            EVT3   .    AA1  AA8  .    AE3  AA8  AA8  AA8  AA8  AA8   AA8   AA8   AA6
            EVT4   .    AA1  AA8  .    AE4  AA8  AA8  AA8  AA8  AA8   AA8   AA8   AA6
            EVT5   AE5  .    .    .    .    .    .    .    .    .     .     .     .
            EVT6   .    AE6  AA8  .    AA8  AA8  AA8  AA8  AA8  AA8   AA8   AA8   AA7
            EVT7   .    .    AE7  .    .    .    .    .    .    .     .     .     .
            EVT8   .    .    AE8  .    .    .    .    .    .    .     .     .     .
            EVT9   .    .    .    .    .    DT1  .    AR7  .    .     .     .     .
            EVT10  .    AA1  AA8  .    AA8  DT2  AR6  AA8  AA8  AA8   AA8   AA8   AA6
            EVT11  .    .    .    .    .    AR1  .    .    .    .     .     .     .
            EVT12  .    AA1  AA8  .    AA8  AR2  AR8  AA8  AA8  AA8   AA8   AA8   AA6
            EVT13  .    AA1  AA8  .    AA8  AA8  AR3  AA8  AA8  AR10  AR3   AA8   AA6
            EVT14  .    .    .    .    .    .    .    AR4  AR9  .     .     AR4   .
            EVT15  .    .    AA1  AA2  AA1  AA1  AA1  AA1  AA1  AA1   AA1   AA1   .
            EVT16  .    AA2  AA3  .    AA3  AA3  AA3  AA3  AA3  AA3   AA3   AA3   AA2
            EVT17  .    AA5  AA4  AA4  AA4  AA4  AA4  AA4  AA4  AA4   AA4   AA4   AR5
            EVT18  .    AA2  .    .    .    .    .    .    .    .     .     .     AA2
            EVT19  .    AA1  AA8  .    AA8  AA8  AA8  AA8  AA8  AA8   AA8   AA8   AA7
            """;

    private static final Map<Event, Map<State, Action>> TABLE = read();

    private StateTable() {}

    private static Map<Event, Map<State, Action>> read() {
        Map<Event, Map<State, Action>> table = new EnumMap<>(Event.class);
        ROWS.lines().skip(1).map(row -> row.split(" +")).forEach(cells -> {
            Map<State, Action> row = new EnumMap<>(State.class);
            for (State state : State.values()) {
                String cell = cells[state.ordinal() + 1];
                if (!cell.equals(".")) {
                    row.put(state, Action.valueOf(cell));
                }
            }
            table.put(Event.valueOf(cells[0]), row);
        });
        return table;
    }

    /** The action for an event in a state, or null for a pair that the standard leaves empty. */
    public static @Nullable Action action(State state, Event event) {
        Map<State, Action> row = TABLE.get(event);
        return row == null ? null : row.get(state);
    }
}
