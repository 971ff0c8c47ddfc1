package org.qantara.engine.testing;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Map;
import org.qantara.engine.message.FacilityRoute;
import org.qantara.engine.message.Received;

/** Made-up messages. */
public final class Made {
    public static final FacilityRoute FACILITY =
            new FacilityRoute("CHU-TEST", Map.of("authority", "CHU", "zone", "Africa/Casablanca"));

    /** The same facility's route for an initial load. */
    public static final FacilityRoute LOAD =
            new FacilityRoute(FACILITY.code(), Map.of("authority", "CHU", "zone", "Africa/Casablanca", "bulk", "true"));

    private Made() {}

    public static Received received(String text) {
        return received(FACILITY, text);
    }

    public static Received received(FacilityRoute route, String text) {
        return new Received(
                route,
                "mllp",
                "hl7v2",
                "127.0.0.1:40000",
                2575,
                OffsetDateTime.parse("2026-03-01T10:00:00+01:00"),
                "UTF-8",
                "declared",
                null,
                null,
                text.getBytes(StandardCharsets.UTF_8));
    }

    /** An A08 of a patient with a value that tells versions apart. */
    public static String a08(String controlId, String patient, String family) {
        return "MSH|^~\\&|HIS|CHU|QANTARA|DPP|20260301100000||ADT^A08^ADT_A01|" + controlId + "|P|2.5.1\r"
                + "EVN|A08|20260301100000\r"
                + "PID|1||" + patient + "^^^CHU^PI||" + family + "^Test||19700101|F\r"
                + "PV1|1|I|W^1^1||||||||||||||||V" + patient + "\r";
    }

    /** An A40: {@code retired} becomes part of {@code surviving}. */
    public static String a40(String controlId, String surviving, String retired) {
        return "MSH|^~\\&|HIS|CHU|QANTARA|DPP|20260301100000||ADT^A40^ADT_A39|" + controlId + "|P|2.5.1\r"
                + "EVN|A40|20260301100000\r"
                + "PID|1||" + surviving + "^^^CHU^PI||Survivor^Test||19700101|F\r"
                + "MRG|" + retired + "^^^CHU^PI\r";
    }
}
