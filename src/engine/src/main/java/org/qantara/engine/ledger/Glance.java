package org.qantara.engine.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@link FacilityGlance} by index ranges only: its cost grows with facilities, waiting messages and the last hour, not with the ledger. */
final class Glance {
    private Glance() {}

    private record Waiting(long messages, @Nullable OffsetDateTime oldest) {}

    private record Recent(long fiveMinutes, long hour) {}

    static List<FacilityGlance> all(Connection connection) throws SQLException {
        OffsetDateTime now = MessageInsert.now();
        Map<String, Waiting> accepted = byState(connection, "accepted");
        Map<String, Waiting> quarantined = byState(connection, "quarantined");
        Map<String, Recent> recent = recent(connection, now);
        List<FacilityGlance> found = new ArrayList<>();
        for (Optional<String> next = after(connection, ""); next.isPresent(); next = after(connection, next.get())) {
            String facility = next.get();
            // ordered by all of the index: by the number alone, H2 sorts the facility's rows
            OffsetDateTime last = Sql.first(
                            connection,
                            "SELECT received_at FROM message WHERE facility = ? ORDER BY facility DESC, intake DESC LIMIT 1",
                            row -> row.getObject(1, OffsetDateTime.class),
                            facility)
                    .orElse(now);
            Waiting waits = accepted.getOrDefault(facility, new Waiting(0, null));
            Recent came = recent.getOrDefault(facility, new Recent(0, 0));
            found.add(new FacilityGlance(
                    facility,
                    last,
                    came.fiveMinutes,
                    came.hour,
                    waits.messages,
                    waits.oldest,
                    quarantined.getOrDefault(facility, new Waiting(0, null)).messages));
        }
        return found;
    }

    /** The next facility in the order of their codes: a step in the index, where DISTINCT would read all of it. */
    private static Optional<String> after(Connection connection, String facility) throws SQLException {
        return Sql.first(
                connection,
                "SELECT facility FROM message WHERE facility > ? ORDER BY facility, intake LIMIT 1",
                row -> row.getString(1),
                facility);
    }

    private static Map<String, Waiting> byState(Connection connection, String state) throws SQLException {
        Map<String, Waiting> found = new HashMap<>();
        Sql.list(
                        connection,
                        "SELECT facility, COUNT(*), MIN(stored_at) FROM message WHERE state = ? GROUP BY facility",
                        row -> Map.entry(
                                row.getString(1), new Waiting(row.getLong(2), row.getObject(3, OffsetDateTime.class))),
                        state)
                .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        return found;
    }

    private static Map<String, Recent> recent(Connection connection, OffsetDateTime now) throws SQLException {
        Map<String, Recent> found = new HashMap<>();
        Sql.list(
                        connection,
                        "SELECT facility, SUM(CASE WHEN received_at >= ? THEN 1 ELSE 0 END), COUNT(*) FROM message"
                                + " WHERE received_at >= ? GROUP BY facility",
                        row -> Map.entry(row.getString(1), new Recent(row.getLong(2), row.getLong(3))),
                        now.minusMinutes(5),
                        now.minusHours(1))
                .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        return found;
    }
}
