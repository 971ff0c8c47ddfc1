package org.qantara.tests.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.qantara.tests.load.AckLog;
import org.qantara.tests.load.LoadMessage.Fate;
import org.qantara.tests.load.LoadMessage.Kind;
import org.qantara.tests.sink.SinkLog;
import org.qantara.tests.sink.SinkProof;
import org.qantara.tests.sink.SinkRequest;
import org.qantara.tests.sink.SinkRequest.Outcome;

/**
 * What the senders were told, held against what the destination has. A message is recognised by what it says: an ADT by its patient's
 * number and the version in the name, a report by its filler number. Intake numbers tell two deliveries of one message from two messages.
 *
 * <ul>
 *   <li><b>lost</b>: acknowledged with AA or CA, and nothing of it was ever written;
 *   <li><b>doubled</b>: one message written under two intake numbers, or one resource written with two contents under one number;
 *   <li><b>inversion</b>: a patient's message written after one that the sender sent later.
 * </ul>
 */
public final class OutsideProof {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** One thing that should not be, and when the sender was told AA. */
    public record Finding(String what, String message, long atMs) {}

    private final List<AckLog.Entry> acks;
    /** What was written of each message: by what it says, the intake numbers. */
    private final Map<String, Set<Long>> written = new HashMap<>();
    /** Patients' versions in the order in which they were first written. */
    private final Map<String, List<Long>> versions = new HashMap<>();
    /** When each transaction was applied, by its intake number: the first time. */
    private final Map<Long, Long> appliedAtMs = new TreeMap<>();

    private final Map<Long, Map<String, Integer>> contents = new HashMap<>();
    private final Set<Long> changed = new HashSet<>();
    private int requests;

    private OutsideProof(List<AckLog.Entry> acks) {
        this.acks = acks;
    }

    /** Reads both files. */
    static OutsideProof of(Path ackFile, Path sinkFile) throws IOException {
        OutsideProof proof = new OutsideProof(AckLog.read(ackFile));
        SinkLog.each(sinkFile, proof::take);
        return proof;
    }

    /** Tells a proof everything that was written, in the order of writing. */
    interface Telling {
        void to(OutsideProof proof) throws Exception;
    }

    /** Reads what senders were told, and is told what was written. */
    static OutsideProof of(Path ackFile, Telling telling) throws Exception {
        OutsideProof proof = new OutsideProof(AckLog.read(ackFile));
        telling.to(proof);
        return proof;
    }

    /** A resource was written twice for that message, whatever with. */
    void twice(long intake) {
        changed.add(intake);
    }

    /** What was written at once, or one version of a resource. */
    void take(SinkRequest request) {
        requests++;
        appliedAtMs.putIfAbsent(request.intake(), request.at());
        Map<String, Integer> content = new HashMap<>();
        for (SinkRequest.Entry entry : request.entries()) {
            String json = entry.json();
            if (json == null || entry.outcome() != Outcome.WRITTEN) continue;
            if (!entry.owns().equals("create") && !SinkProof.ofNoPatient(entry))
                content.put(entry.resource(), json.hashCode());
            if (entry.resource().startsWith("Patient/")) patient(request.intake(), json);
            else if (entry.resource().startsWith("DiagnosticReport/")) report(request.intake(), json);
        }
        Map<String, Integer> before = contents.putIfAbsent(request.intake(), content);
        if (before == null) return;
        for (Map.Entry<String, Integer> written : content.entrySet())
            if (!written.getValue().equals(before.getOrDefault(written.getKey(), written.getValue())))
                changed.add(request.intake());
    }

    private void patient(long intake, String json) {
        JsonNode patient = read(json);
        if (!patient.path("active").asBoolean(true)) return; // the retired one of a merge keeps the name it had
        String number = "";
        for (JsonNode identifier : patient.path("identifier"))
            if (identifier.path("system").asText().equals("urn:ma:ipp:CHU-RABAT"))
                number = identifier.path("value").asText();
        for (JsonNode given : patient.path("name").path(0).path("given")) {
            if (!given.asText().matches("V\\d+")) continue;
            long version = Long.parseLong(given.asText().substring(1));
            Set<Long> intakes = written.computeIfAbsent(number + " V" + version, key -> new HashSet<>());
            if (intakes.isEmpty())
                versions.computeIfAbsent(number, key -> new ArrayList<>()).add(version);
            intakes.add(intake);
        }
    }

    private void report(long intake, String json) {
        for (JsonNode identifier : read(json).path("identifier")) {
            String value = identifier.path("value").asText();
            if (value.startsWith("F"))
                written.computeIfAbsent(value, key -> new HashSet<>()).add(intake);
        }
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new IllegalStateException("the sink's log holds a resource that is no JSON", e);
        }
    }

    private static String saying(AckLog.Entry entry) {
        return entry.kind() == Kind.ORU
                ? "F" + entry.controlId().replaceAll("[^A-Za-z0-9]", "")
                : entry.patient() + " V" + entry.version();
    }

    /** Every message that was accepted and has to be applied, at its first acceptance, in the order of these. */
    private Map<String, AckLog.Entry> accepted() {
        Map<String, AckLog.Entry> first = new LinkedHashMap<>();
        for (AckLog.Entry entry : acks)
            if (entry.accepted() && entry.fate() == Fate.APPLIED) first.putIfAbsent(saying(entry), entry);
        return first;
    }

    /** Everything that should not be; empty when the promise was kept. */
    List<Finding> findings() {
        List<Finding> found = new ArrayList<>();
        Map<String, List<AckLog.Entry>> byPatient = new HashMap<>();
        accepted().forEach((saying, entry) -> {
            Set<Long> intakes = written.getOrDefault(saying, Set.of());
            if (intakes.isEmpty()) found.add(new Finding("lost", entry.controlId(), entry.answeredAtMs()));
            if (intakes.size() > 1) found.add(new Finding("doubled", entry.controlId(), entry.answeredAtMs()));
            if (entry.kind() != Kind.ORU)
                byPatient
                        .computeIfAbsent(entry.patient(), key -> new ArrayList<>())
                        .add(entry);
        });
        for (long intake : changed)
            found.add(new Finding("doubled", "intake " + intake, appliedAtMs.getOrDefault(intake, 0L)));
        byPatient.forEach((patient, entries) -> inversions(versions.getOrDefault(patient, List.of()), entries, found));
        return found;
    }

    private static void inversions(List<Long> written, List<AckLog.Entry> sent, List<Finding> found) {
        Map<Long, Integer> places = new HashMap<>();
        for (int i = 0; i < written.size(); i++) places.put(written.get(i), i);
        int latest = -1;
        for (AckLog.Entry entry : sent) {
            Integer place = places.get(entry.version());
            if (place == null) continue;
            if (place < latest) found.add(new Finding("inversion", entry.controlId(), entry.answeredAtMs()));
            latest = Math.max(latest, place);
        }
    }

    /** When the first transaction was applied at or after that moment; 0 when none was. */
    long appliedAfter(long atMs) {
        return appliedAtMs.values().stream()
                .mapToLong(Long::longValue)
                .filter(at -> at >= atMs)
                .min()
                .orElse(0);
    }

    List<AckLog.Entry> acks() {
        return acks;
    }

    /** When each intake number was first applied. */
    Map<Long, Long> appliedAtMs() {
        return appliedAtMs;
    }

    int requests() {
        return requests;
    }
}
