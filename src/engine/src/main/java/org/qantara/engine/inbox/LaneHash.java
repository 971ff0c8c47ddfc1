package org.qantara.engine.inbox;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.qantara.engine.broker.Topology;

/** Which lane a facility's order key belongs to. Never to be changed: what is queued would change its order. */
public final class LaneHash {
    private LaneHash() {}

    /** 0 to 255. */
    public static int lane(String facility, String orderKey) {
        CRC32 crc = new CRC32();
        crc.update((facility + "\n" + orderKey).getBytes(StandardCharsets.UTF_8));
        long value = crc.getValue();
        return (int) ((value ^ (value >>> 8) ^ (value >>> 16) ^ (value >>> 24)) & (Topology.LANES - 1));
    }
}
