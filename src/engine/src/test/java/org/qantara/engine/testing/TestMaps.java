package org.qantara.engine.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.qantara.mapping.Explanation;
import org.qantara.mapping.Issue;
import org.qantara.mapping.MapOutcome;
import org.qantara.mapping.MappedBundle;
import org.qantara.mapping.Mappings;
import org.qantara.mapping.Owns;
import org.qantara.mapping.SourceMessage;
import org.qantara.mapping.Unmapped;
import org.qantara.mapping.UnmappedCode;
import org.qantara.mapping.hl7v2.Hl7Message;
import org.qantara.mapping.hl7v2.Hl7Unreadable;

/**
 * The smallest maps that a test of the engine needs: one Patient per message, of PID-3 with the family name, and for an A40 the
 * retired one too. Family names in {@code impossible} cannot be mapped; {@code Boom} throws; {@code Nobody} gives an empty Bundle.
 */
public final class TestMaps implements Mappings {
    public final Set<String> impossible = ConcurrentHashMap.newKeySet();
    private final String version;

    public TestMaps(String version) {
        this.version = version;
    }

    @Override
    public String version() {
        return version;
    }

    public static String patientId(String number) {
        return UUID.nameUUIDFromBytes(number.getBytes(StandardCharsets.UTF_8)).toString();
    }

    @Override
    public Explanation explain(SourceMessage message) {
        return new Explanation(map(message), List.of());
    }

    @Override
    public MapOutcome map(SourceMessage message) {
        try {
            Hl7Message hl7 = Hl7Message.read(message.body(), message.charset());
            String number = String.valueOf(hl7.text("PID-3.1"));
            String family = String.valueOf(hl7.text("PID-5.1"));
            if (impossible.contains(family)) {
                return new MapOutcome.Quarantined(List.of(
                        new Issue("CODE-UNMAPPED", Issue.Severity.ERROR, "PID-5", "this name has no meaning here")));
            }
            if (family.equals("Boom")) {
                throw new IllegalStateException("a map failed on " + family);
            }
            List<MappedBundle.Entry> entries = new ArrayList<>();
            if (!family.equals("Nobody")) {
                entries.add(patient(number, "\"name\":[{\"family\":\"" + family + "\"}]"));
            }
            String retired = hl7.text("MRG-1.1");
            if (retired != null) {
                entries.add(patient(
                        retired,
                        "\"active\":false,\"link\":[{\"other\":{\"reference\":\"Patient/" + patientId(number)
                                + "\"},\"type\":\"replaced-by\"}]"));
            }
            return new MapOutcome.Mapped(new MappedBundle(entries), List.of(), unread(hl7), untranslated(hl7));
        } catch (Hl7Unreadable e) {
            return new MapOutcome.Refused(
                    List.of(new Issue(e.code(), Issue.Severity.ERROR, e.place(), String.valueOf(e.getMessage()))));
        }
    }

    private static MappedBundle.Entry patient(String number, String rest) {
        String id = patientId(number);
        String json = "{\"resourceType\":\"Patient\",\"id\":\"" + id + "\"," + rest + "}";
        return new MappedBundle.Entry("Patient", id, Owns.REPLACE, List.of(), json.getBytes(StandardCharsets.UTF_8));
    }

    /** PID-10 is read by no rule. */
    private static List<Unmapped> unread(Hl7Message hl7) {
        return hl7.text("PID-10") == null ? List.of() : List.of(new Unmapped("PID-10", "PID[1]-10", 0, 1));
    }

    /** PID-16 is a code that no table has. */
    private static List<UnmappedCode> untranslated(Hl7Message hl7) {
        String code = hl7.text("PID-16.1");
        return code == null
                ? List.of()
                : List.of(new UnmappedCode("MaritalStatus", "L", code, hl7.text("PID-16.2"), "PID-16"));
    }
}
