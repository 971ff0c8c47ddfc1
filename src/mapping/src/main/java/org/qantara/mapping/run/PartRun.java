package org.qantara.mapping.run;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.Facility;
import org.qantara.mapping.Lineage;
import org.qantara.mapping.Owns;
import org.qantara.mapping.Unmapped;
import org.qantara.mapping.hl7v2.Hl7Message;
import org.qantara.mapping.hl7v2.Hl7Unreadable;

/** Runs the map of one segment alone, for the tests that stand in maps. */
public final class PartRun {
    private PartRun() {}

    /** What the map made of the test's segments. */
    public record Result(List<Lineage> lineage, List<Unmapped> unmapped) {}

    /**
     * Runs a plan on the first segments of its sources' names.
     *
     * @param variables name of the segment of each variable, empty for a resource, which stays unbound
     */
    public static Result run(
            String text,
            Facility facility,
            Fhir fhir,
            MapPlan plan,
            List<String> sources,
            List<String> variables,
            Set<String> ignored) {
        try {
            byte[] body = text.replace("\n", "\r").getBytes(StandardCharsets.UTF_8);
            Hl7Message message = Hl7Message.read(body, StandardCharsets.UTF_8);
            Run run = new Run(message, facility, true, fhir, Severities.TABLE);
            long[] records = sources.stream()
                    .mapToLong(
                            name -> message.segments(name).stream().findFirst().orElse(-1))
                    .toArray();
            @Nullable Object[] bound = new @Nullable Object[variables.size()];
            for (int i = 0; i < bound.length; i++) {
                bound[i] = message.segments(variables.get(i)).stream()
                        .mapToInt(Integer::intValue)
                        .toArray();
            }
            Frame frame = new Frame(run, records, bound, new FhirObject(plan.type()));
            plan.id(frame);
            plan.apply(frame);
            new Finish(run).resource(frame.target);
            List<Lineage> lineage = new ArrayList<>();
            new LineageReader(message, new Made("test", frame.target, Owns.REPLACE, List.of(), List.of()), lineage)
                    .read();
            return new Result(lineage, UnmappedReport.of(run, Dispatch.ignoring(ignored), 1));
        } catch (Hl7Unreadable e) {
            return new Result(List.of(), List.of());
        }
    }
}
