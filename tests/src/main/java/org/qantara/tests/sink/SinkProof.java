package org.qantara.tests.sink;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.qantara.tests.sink.SinkRequest.Outcome;

/**
 * What follows from a sink's log about the promise: lost, doubled, out of order. Holds for traffic without an operator's replay, whose
 * older numbers come late on purpose, and for messages that each change something, because what has not changed is not sent.
 *
 * @param requests transactions that were applied
 * @param messages messages they were of
 * @param repeats transactions of a message that had been applied before with the same content: harmless, after a lost answer or a kill
 * @param doubled messages that were applied twice with different content
 * @param inversions entries that came after a newer message of the same facility had come for the same resource; those of wards, doctors
 *     and the like, which belong to no patient, are left out: order is promised by patient, and their last statement is decided by number
 * @param numbers intake numbers that came, by facility
 */
public record SinkProof(
        int requests, int messages, int repeats, int doubled, int inversions, Map<String, Set<Long>> numbers) {
    private static final Set<String> OF_NO_PATIENT =
            Set.of("Location", "Practitioner", "PractitionerRole", "Organization", "Device", "Medication", "Substance");

    /** Freezes the map. */
    public SinkProof {
        numbers = Map.copyOf(numbers);
    }

    /** Reads the proof out of a log. */
    public static SinkProof of(List<SinkRequest> log) {
        Map<String, Long> newest = new HashMap<>();
        Map<String, Map<String, String>> contents = new HashMap<>();
        Map<String, Set<Long>> numbers = new HashMap<>();
        Set<String> doubled = new HashSet<>();
        int repeats = 0;
        int inversions = 0;
        for (SinkRequest request : log) {
            String facility = String.valueOf(request.facility());
            Map<String, String> content = new HashMap<>();
            for (SinkRequest.Entry entry : request.entries()) {
                if (ofNoPatient(entry)) {
                    continue;
                }
                Long before = newest.merge(facility + " " + entry.resource(), request.intake(), Math::max);
                if (before > request.intake() || entry.outcome() == Outcome.SUPERSEDED) {
                    inversions++;
                }
                content.put(entry.resource(), String.valueOf(entry.json()));
            }
            String message = facility + " " + request.intake();
            Map<String, String> earlier = contents.putIfAbsent(message, content);
            if (earlier != null) {
                repeats++;
                if (!earlier.equals(content)) {
                    doubled.add(message);
                }
            }
            numbers.computeIfAbsent(facility, f -> new TreeSet<>()).add(request.intake());
        }
        return new SinkProof(log.size(), contents.size(), repeats, doubled.size(), inversions, numbers);
    }

    /** Wards, doctors and the like: they belong to no patient. */
    public static boolean ofNoPatient(SinkRequest.Entry entry) {
        return OF_NO_PATIENT.contains(
                entry.resource().substring(0, entry.resource().indexOf('/')));
    }

    /** The numbers of a facility that were acknowledged and never came. */
    public List<Long> lost(String facility, Collection<Long> acknowledged) {
        Set<Long> came = numbers.getOrDefault(facility, Set.of());
        return acknowledged.stream()
                .filter(number -> !came.contains(number))
                .sorted()
                .toList();
    }

    /** One line for people. */
    public String line(int acknowledged, int lost) {
        return "%d acknowledged, %d messages in %d transactions (%d repeated): lost %d, doubled %d, inversions %d"
                .formatted(acknowledged, messages, requests, repeats, lost, doubled, inversions);
    }
}
