package org.qantara.tests.load;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.qantara.tests.load.LoadMessage.Fate;
import org.qantara.tests.load.LoadMessage.Kind;

/**
 * The messages of one connection, endless, in the order in which they are sent. Seed, run and connection decide everything but the
 * times in them. Not thread-safe.
 */
public final class MessageSource {
    private static final int REMEMBERED = 50;

    private final String idPrefix;
    private final Traffic traffic;
    private final SplittableRandom random;
    private final Patients patients;
    private final MessageText text;
    private final Deque<LoadMessage> earlier = new ArrayDeque<>();
    private @Nullable LoadMessage held;
    private long number;

    /**
     * @param run tells the control ids of this load from those of any other; letters and digits, at most 8
     * @param connection from 0
     */
    public MessageSource(String run, int connection, int connections, Sender sender, Traffic traffic, long seed) {
        if (!run.matches("[A-Za-z0-9]{1,8}")) {
            throw new IllegalArgumentException("run is '" + run + "', expected 1 to 8 letters and digits");
        }
        this.idPrefix = run + "-" + Integer.toString(connection, 36) + "-";
        this.traffic = traffic;
        this.random = new SplittableRandom(seed * 31 + connection);
        this.patients = new Patients(connection, connections, traffic, random);
        this.text = new MessageText(sender, random);
    }

    /** The next message; the same object as before when it is a retransmission. */
    public LoadMessage next() {
        LoadMessage late = held;
        if (late != null) {
            held = null;
            return remember(late);
        }
        if (!earlier.isEmpty() && chance(traffic.retransmitPercent())) {
            return earlier.stream()
                    .skip(random.nextInt(earlier.size()))
                    .findFirst()
                    .orElseThrow();
        }
        LoadMessage made = make();
        if (!chance(traffic.swapPercent())) {
            return remember(made);
        }
        LoadMessage second = make();
        // a merge keeps its place: a message of the number it ends, sent after it, would bring that number back
        boolean swap = made.kind() != Kind.MERGE && second.kind() != Kind.MERGE;
        held = swap ? made : second;
        return remember(swap ? second : made);
    }

    private LoadMessage remember(LoadMessage message) {
        if (message.fate() == Fate.APPLIED && message.retired() == null) {
            earlier.addLast(message);
            if (earlier.size() > REMEMBERED) {
                earlier.removeFirst();
            }
        }
        return message;
    }

    private LoadMessage make() {
        String controlId = idPrefix + ++number;
        if (chance(traffic.malformedPercent())) {
            MessageText.Malformed how =
                    MessageText.Malformed.values()[random.nextInt(MessageText.Malformed.values().length)];
            String patient = patients.number(patients.draw());
            return new LoadMessage(
                    how.hasControlId() ? controlId : "",
                    Kind.MALFORMED,
                    how.fate,
                    patient,
                    null,
                    0,
                    text.malformed(how, controlId, patient));
        }
        int place = patients.draw();
        if (chance(traffic.oruPercent())) {
            String patient = patients.number(place);
            long version = patients.nextVersion(place);
            return new LoadMessage(
                    controlId, Kind.ORU, Fate.APPLIED, patient, null, version, text.oru(controlId, patient, version));
        }
        if (chance(traffic.mergePercent()) && patients.drawOther(place) != place) {
            return merge(controlId, place, patients.drawOther(place));
        }
        String patient = patients.number(place);
        long version = patients.nextVersion(place);
        return new LoadMessage(
                controlId, Kind.ADT, Fate.APPLIED, patient, null, version, text.adt(controlId, patient, version));
    }

    private LoadMessage merge(String controlId, int place, int retiredPlace) {
        String patient = patients.number(place);
        String retired = patients.number(retiredPlace);
        long version = patients.nextVersion(place);
        patients.retire(retiredPlace);
        byte[] bytes = text.merge(controlId, patient, retired, version);
        return new LoadMessage(controlId, Kind.MERGE, Fate.APPLIED, patient, retired, version, bytes);
    }

    private boolean chance(int percent) {
        return percent > 0 && random.nextInt(100) < percent;
    }
}
