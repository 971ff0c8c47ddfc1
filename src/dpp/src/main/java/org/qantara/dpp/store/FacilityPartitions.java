package org.qantara.dpp.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which partition a facility writes to, fixed by its first write and kept in the database.
 *
 * <p>Were the settings asked each time, a facility whose region is corrected later would find none of its resources and create them again in
 * the other partition. What is stored wins; a setting that differs is logged and has no effect until the data have been moved.
 */
public final class FacilityPartitions {

    private static final Logger LOG = LoggerFactory.getLogger(FacilityPartitions.class);

    /** A nation's facilities, ten times over: a client cannot fill the table by inventing codes. */
    private static final int FACILITIES_MAX = 100_000;

    private final DataSource dataSource;
    private final Map<String, Integer> regionByFacility;
    private final Map<String, Integer> partitions = new ConcurrentHashMap<>();

    public FacilityPartitions(DataSource dataSource, Map<String, Integer> regionByFacility) {
        this.dataSource = dataSource;
        this.regionByFacility = regionByFacility;
    }

    static void createTable(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS QANTARA_FACILITY ("
                    + "FACILITY VARCHAR(100) NOT NULL PRIMARY KEY, PARTITION_ID INTEGER NOT NULL)");
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create the table QANTARA_FACILITY: " + e.getMessage(), e);
        }
    }

    /** The partition of {@code facility}; its first call for a facility writes a row, later ones are answered from memory. */
    int of(String facility) {
        Integer known = partitions.get(facility);
        if (known != null) {
            return known;
        }
        int wanted = regionByFacility.getOrDefault(facility, PartitionInterceptor.NATIONAL);
        if (facility.length() > 100 || partitions.size() >= FACILITIES_MAX) {
            return wanted;
        }
        int partition = assign(facility, wanted);
        if (partition != wanted) {
            LOG.warn(
                    "facility {} has its data in partition {}: region {} of the settings has no effect until they are moved",
                    facility,
                    partition,
                    wanted);
        }
        partitions.put(facility, partition);
        return partition;
    }

    private int assign(String facility, int wanted) {
        // a connection of its own: the assignment must stand even when the write that asked for it is rolled back
        try (Connection connection = dataSource.getConnection()) {
            OptionalInt stored = read(connection, facility);
            if (stored.isPresent()) {
                return stored.getAsInt();
            }
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO QANTARA_FACILITY (FACILITY, PARTITION_ID) VALUES (?, ?)")) {
                insert.setString(1, facility);
                insert.setInt(2, wanted);
                insert.executeUpdate();
                return wanted;
            } catch (SQLException raced) {
                return read(connection, facility).orElseThrow(() -> raced);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot assign a partition to facility " + facility, e);
        }
    }

    private static OptionalInt read(Connection connection, String facility) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT PARTITION_ID FROM QANTARA_FACILITY WHERE FACILITY = ?")) {
            select.setString(1, facility);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? OptionalInt.of(row.getInt(1)) : OptionalInt.empty();
            }
        }
    }
}
