package org.qantara.engine.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.qantara.engine.message.StoredMessage;

/**
 * Resources that a message repeated without change and that were not sent for it: the destination holds them under an older number, the
 * newest one that said the same stands here. So a skip advances a resource's number as a write would.
 */
final class RepeatedResources {
    private RepeatedResources() {}

    /** Which of these resources a newer message of the facility has repeated. */
    static Set<String> beyond(
            Connection connection, StoredMessage message, String destination, Collection<String> names)
            throws SQLException {
        List<Object> parameters = new ArrayList<>(names);
        parameters.add(destination);
        parameters.add(message.facility());
        parameters.add(message.intake());
        return new HashSet<>(Sql.list(
                connection,
                "SELECT resource FROM repeated_resource WHERE resource IN ("
                        + String.join(",", Collections.nCopies(names.size(), "?"))
                        + ") AND destination = ? AND facility = ? AND intake > ?",
                row -> row.getString(1),
                parameters.toArray()));
    }

    /** Notes that the message repeated the resource. */
    static void note(Connection connection, StoredMessage message, String destination, String resource)
            throws SQLException {
        int updated = Sql.update(
                connection,
                "UPDATE repeated_resource SET intake = CASE WHEN facility = ? AND intake > ? THEN intake ELSE ? END,"
                        + " facility = ? WHERE resource = ? AND destination = ?",
                message.facility(),
                message.intake(),
                message.intake(),
                message.facility(),
                resource,
                destination);
        if (updated == 0) {
            Sql.update(
                    connection,
                    "INSERT INTO repeated_resource (resource, destination, facility, intake) VALUES (?, ?, ?, ?)",
                    resource,
                    destination,
                    message.facility(),
                    message.intake());
        }
    }
}
