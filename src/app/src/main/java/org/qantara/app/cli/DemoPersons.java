package org.qantara.app.cli;

import java.io.PrintStream;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.qantara.app.node.Running;
import org.qantara.dpp.registry.service.Registry;

/** Who of the demo's patients is one person to the registry. */
final class DemoPersons {
    private static final String PATIENT = "Patient/";

    private DemoPersons() {}

    /** Prints each golden record that joins more than one of these resources; nothing when the registry is off. */
    static void print(Running running, Map<String, String> facilityByUrl, PrintStream out) {
        if (!running.settings().registry().enabled()) return;
        Registry registry =
                Objects.requireNonNull(running.node().dpp()).started().join().registry();
        var persons = new LinkedHashMap<String, List<String>>();
        for (String url : facilityByUrl.keySet())
            if (url.startsWith(PATIENT))
                registry.golden(url.substring(PATIENT.length()))
                        .ifPresent(golden -> persons.put(golden, registry.members(golden)));
        persons.values().removeIf(members -> members.size() < 2);
        if (persons.isEmpty()) return;
        out.println();
        out.println("One person, several facilities:");
        persons.forEach((golden, members) -> {
            out.println("  " + String.join(", ", facilities(members, facilityByUrl)) + " -> one golden record");
            out.println("    " + running.settings().httpBase() + "/fhir/Patient/" + golden + "/$everything?_mdm=true");
        });
    }

    private static Collection<String> facilities(List<String> members, Map<String, String> facilityByUrl) {
        var facilities = new TreeSet<String>();
        members.forEach(member -> facilities.add(facilityByUrl.getOrDefault(PATIENT + member, "another")));
        return facilities;
    }
}
