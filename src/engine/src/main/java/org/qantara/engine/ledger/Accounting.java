package org.qantara.engine.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.qantara.engine.MessageState;

/** Adds up the ledger against the blocks of numbers. Reads only; costs one index range per block, and more only where one has gaps. */
final class Accounting {
    private static final int LOST_SHOWN = 1_000;

    private final Connection connection;
    private final Supplier<Set<Long>> queued;
    private final List<Long> lost = new ArrayList<>();
    private final List<long[]> underWayAtCrash = new ArrayList<>();
    private Set<Long> queuedNumbers = Set.of();
    private boolean looked;
    private long queuedWithoutRow;
    private long underWay;
    private long used;
    private long voids;

    /** @param queued numbers that lie in the broker; asked only when a row is missing */
    Accounting(Connection connection, Supplier<Set<Long>> queued) {
        this.connection = connection;
        this.queued = queued;
    }

    record Block(long from, long to, String node, long retired) {}

    record Result(Account account, List<long[]> voidAtCrash) {}

    Result run() throws SQLException {
        List<Block> blocks = Sql.list(
                connection,
                "SELECT first_intake, last_intake, node, retired FROM intake_block ORDER BY first_intake",
                row -> new Block(row.getLong(1), row.getLong(2), row.getString(3), row.getLong(4)));
        for (Block block : blocks) {
            boolean closed =
                    blocks.stream().anyMatch(later -> later.node().equals(block.node()) && later.from() > block.from());
            block(block, closed);
        }
        Map<MessageState, Long> states = new EnumMap<>(MessageState.class);
        count(states, "SELECT state, COUNT(*) FROM message GROUP BY state");
        count(states, "SELECT state, SUM(messages) FROM retired GROUP BY state");
        Long refused = states.remove(MessageState.REFUSED);
        Account account =
                new Account(states, refused == null ? 0 : refused, queuedWithoutRow, voids, underWay, lost, used);
        return new Result(account, underWayAtCrash);
    }

    private void count(Map<MessageState, Long> states, String sql) throws SQLException {
        Sql.list(connection, sql, row -> Map.entry(MessageState.of(row.getString(1)), row.getLong(2)))
                .forEach(entry -> states.merge(entry.getKey(), entry.getValue(), Long::sum));
    }

    private void block(Block block, boolean closed) throws SQLException {
        long rows = number("SELECT COUNT(*) FROM message WHERE intake BETWEEN ? AND ?", block);
        long last = number("SELECT MAX(intake) FROM message WHERE intake BETWEEN ? AND ?", block);
        long lastVoid = number("SELECT MAX(last_intake) FROM void_number WHERE first_intake BETWEEN ? AND ?", block);
        // a void number may have its row after all: the send was confirmed too late for the sender
        long voidOnly = number(
                "SELECT COUNT(*) FROM void_number v WHERE v.first_intake BETWEEN ? AND ?"
                        + " AND NOT EXISTS (SELECT 1 FROM message m WHERE m.intake = v.first_intake)",
                block);
        voids += voidOnly;
        long highest = Math.max(last, lastVoid);
        if (highest == 0) {
            used += block.retired();
            return;
        }
        // what retention took lies below what is left, or between: it was counted when it went
        long taken = Math.max(highest - block.from() + 1, rows + voidOnly + block.retired());
        used += taken;
        if (rows + voidOnly + block.retired() < taken) {
            gaps(block, closed, highest);
        }
    }

    private void gaps(Block block, boolean closed, long highest) throws SQLException {
        if (block.retired() > 0) {
            // retention takes the oldest rows: gaps are looked for above them
            return;
        }
        Set<Long> known = new HashSet<>(Sql.list(
                connection,
                "SELECT intake FROM message WHERE intake BETWEEN ? AND ?"
                        + " UNION SELECT first_intake FROM void_number WHERE first_intake BETWEEN ? AND ?",
                row -> row.getLong(1),
                block.from(),
                block.to(),
                block.from(),
                block.to()));
        long settledBelow = number("SELECT MAX(settled_below) FROM message WHERE intake BETWEEN ? AND ?", block);
        for (long number = block.from(); number <= highest; number++) {
            if (known.contains(number)) {
                continue;
            }
            if (isQueued(number)) {
                queuedWithoutRow++;
            } else if (number < settledBelow) {
                if (lost.size() < LOST_SHOWN) {
                    lost.add(number);
                }
            } else if (closed) {
                underWayAtCrash.add(new long[] {number, number});
                voids++;
            } else {
                underWay++;
            }
        }
    }

    private boolean isQueued(long number) {
        if (!looked) {
            queuedNumbers = queued.get();
            looked = true;
        }
        return queuedNumbers.contains(number);
    }

    private long number(String sql, Block block) throws SQLException {
        return Sql.first(connection, sql, row -> row.getLong(1), block.from(), block.to())
                .orElse(0L);
    }
}
