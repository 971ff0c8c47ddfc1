package org.qantara.engine.ledger;

import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The stored bytes of a message, put together from their pieces. */
final class Bodies {
    private Bodies() {}

    static Optional<byte[]> read(Connection connection, long intake) throws SQLException {
        List<byte[]> pieces = Sql.list(
                connection, "SELECT bytes FROM body WHERE intake = ? ORDER BY piece", row -> row.getBytes(1), intake);
        if (pieces.isEmpty()) {
            return Optional.empty();
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        pieces.forEach(whole::writeBytes);
        return Optional.of(whole.toByteArray());
    }
}
