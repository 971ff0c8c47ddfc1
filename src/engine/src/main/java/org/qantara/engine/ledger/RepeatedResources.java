package org.qantara.engine.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.qantara.engine.message.StoredMessage;

/**
 * Resources that a message repeated without change and that were not sent for it: the destination holds them under an older number, the
 * newest one that said the same stands here. So a skip advances a resource's number as a write would. Notes belong to the writer's thread.
 */
final class RepeatedResources implements LedgerWriter.Gathered {
    /** What the batch of the moment says, in the order in which it was said. */
    private final Map<Name, Repeat> waiting = new LinkedHashMap<>();

    private record Name(String resource, String destination) {}

    private record Repeat(String facility, long intake) {}

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

    /** Notes that the message repeated the resource; written with the batch of the moment. Called by the writer's thread. */
    void note(StoredMessage message, String destination, String resource) {
        Name name = new Name(resource, destination);
        Repeat news = new Repeat(message.facility(), message.intake());
        waiting.merge(name, news, RepeatedResources::later);
    }

    private static Repeat later(Repeat before, Repeat news) {
        return before.facility.equals(news.facility) && before.intake > news.intake ? before : news;
    }

    /** A ward is repeated by hundreds of messages of a batch and written once. */
    @Override
    public void beforeCommit(Connection connection) throws SQLException {
        for (Map.Entry<Name, Repeat> entry : waiting.entrySet()) {
            write(connection, entry.getKey(), entry.getValue());
        }
    }

    @Override
    public void ended() {
        waiting.clear();
    }

    private static void write(Connection connection, Name name, Repeat repeat) throws SQLException {
        int updated = Sql.update(
                connection,
                "UPDATE repeated_resource SET intake = CASE WHEN facility = ? AND intake > ? THEN intake ELSE ? END,"
                        + " facility = ? WHERE resource = ? AND destination = ?",
                repeat.facility,
                repeat.intake,
                repeat.intake,
                repeat.facility,
                name.resource,
                name.destination);
        if (updated == 0) {
            Sql.update(
                    connection,
                    "INSERT INTO repeated_resource (resource, destination, facility, intake) VALUES (?, ?, ?, ?)",
                    name.resource,
                    name.destination,
                    repeat.facility,
                    repeat.intake);
        }
    }
}
