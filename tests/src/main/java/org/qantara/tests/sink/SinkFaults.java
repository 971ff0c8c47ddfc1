package org.qantara.tests.sink;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The faults that are set, and how many requests they have taken. Repeatable: chance comes from a fixed seed. Thread-safe. */
final class SinkFaults {
    private final Random chance = new Random(20261122);
    private final List<Armed> armed = new ArrayList<>();
    private long taken;

    private static final class Armed {
        private final SinkFault fault;
        private int left;

        private Armed(SinkFault fault) {
            this.fault = fault;
            this.left = fault.times() == 0 ? Integer.MAX_VALUE : fault.times();
        }
    }

    synchronized void add(SinkFault fault) {
        armed.add(new Armed(fault));
    }

    synchronized void clear() {
        armed.clear();
    }

    synchronized long taken() {
        return taken;
    }

    /** The fault that wants this request, null for none. */
    synchronized @Nullable SinkFault take(byte[] body) {
        String text = armed.stream().anyMatch(one -> one.fault.match() != null)
                ? new String(body, StandardCharsets.UTF_8)
                : "";
        for (Armed one : armed) {
            String match = one.fault.match();
            if (one.left > 0
                    && (match == null || text.contains(match))
                    && chance.nextDouble() * 100 < one.fault.percent()) {
                one.left--;
                taken++;
                return one.fault;
            }
        }
        return null;
    }
}
