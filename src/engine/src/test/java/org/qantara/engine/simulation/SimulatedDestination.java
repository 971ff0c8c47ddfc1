package org.qantara.engine.simulation;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import org.qantara.engine.EngineSettings;
import org.qantara.engine.delivery.Answer;
import org.qantara.engine.delivery.AnswerTable;
import org.qantara.engine.delivery.Destination;
import org.qantara.engine.delivery.Outbound;
import org.qantara.engine.simulation.Weather.Answering;
import org.qantara.mapping.MappedBundle;

/** The record as one node reaches it over HTTP: status and bytes, read by the engine's own table of answers. */
final class SimulatedDestination implements Destination {
    private static final byte[] OUTCOME = bytes(
            "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\",\"code\":\"invalid\",\"diagnostics\":\"simulated\"}]}");
    private static final byte[] PAGE = bytes("<html>simulated</html>");
    private static final byte[] NOTHING = new byte[0];
    private static final long TIMEOUT_MS = 10_000;
    private static final long LATE_MS = 15_000;

    private final Node node;
    private final World world;

    SimulatedDestination(Node node, World world) {
        this.node = node;
        this.world = world;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String name() {
        return EngineSettings.DPP;
    }

    @Override
    public Answer deliver(Outbound outbound) {
        long number = outbound.message().intake();
        MappedBundle bundle = Objects.requireNonNull(outbound.bundle());
        if (node.pauseMayDie(world.draw.upTo(30))) {
            if (world.draw.chance(0.5) && !world.traffic.isRefusedByRecord(number)) {
                late(number, bundle, LATE_MS / 3);
            }
            throw Halt.now();
        }
        Answering how = world.weather.answering();
        Answer answer = answer(how, number, bundle);
        world.note(node.name(), "sent message", number, how, "->", answer);
        return answer;
    }

    private Answer answer(Answering how, long number, MappedBundle bundle) {
        boolean poor = world.traffic.isRefusedByRecord(number);
        return switch (how) {
            case NOT_AT_ALL -> nobody();
            case ERROR_500 -> read(500, OUTCOME, 0);
            case BUSY_429 -> read(429, NOTHING, world.draw.between(0, 12) * 1_000);
            case CONFLICT_409 -> read(409, OUTCOME, 0);
            case UNAUTHORIZED_401 -> read(401, NOTHING, 0);
            case GARBAGE -> read(200, PAGE, 0);
            case APPLIED_AND_LOST -> {
                if (!poor) {
                    world.record.apply(number, bundle);
                }
                node.pause(world.draw.upTo(TIMEOUT_MS));
                yield nobody();
            }
            case APPLIED_LATE -> {
                if (!poor) {
                    late(number, bundle, LATE_MS);
                }
                node.pause(world.draw.upTo(TIMEOUT_MS));
                yield nobody();
            }
            case SLOW -> {
                node.pause(world.draw.between(500, 8_000));
                yield judged(number, bundle, poor);
            }
            case WELL -> judged(number, bundle, poor);
        };
    }

    private Answer judged(long number, MappedBundle bundle, boolean poor) {
        if (poor) {
            return world.traffic.isPoison(number) ? read(500, OUTCOME, 0) : read(422, OUTCOME, 0);
        }
        Set<Integer> superseded = world.record.apply(number, bundle);
        node.pause(world.draw.upTo(10));
        return read(200, response(bundle.entries().size(), superseded), 0);
    }

    private void late(long number, MappedBundle bundle, long longest) {
        world.underWay++;
        world.baton.in(world.draw.between(1, longest), () -> {
            world.underWay--;
            world.record.apply(number, bundle);
        });
    }

    private static byte[] response(int entries, Set<Integer> superseded) {
        StringBuilder out =
                new StringBuilder("{\"resourceType\":\"Bundle\",\"type\":\"transaction-response\",\"entry\":[");
        for (int entry = 0; entry < entries; entry++) {
            out.append(entry == 0 ? "" : ",");
            out.append(
                    superseded.contains(entry)
                            ? "{\"response\":{\"status\":\"200\",\"outcome\":{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"details\":"
                                    + "{\"coding\":[{\"system\":\"urn:qantara:outcome\",\"code\":\"superseded\"}]}}]}}}"
                            : "{\"response\":{\"status\":\"200\"}}");
        }
        return bytes(out.append("]}").toString());
    }

    private static Answer read(int status, byte[] body, long retryAfterMs) {
        return AnswerTable.read(status, body, retryAfterMs);
    }

    private static Answer nobody() {
        return new Answer.Retry(null, "no answer from the destination", 0);
    }
}
