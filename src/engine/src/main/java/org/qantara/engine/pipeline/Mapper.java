package org.qantara.engine.pipeline;

import java.nio.charset.Charset;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.ErrorCode;
import org.qantara.engine.ledger.LedgerUnavailable;
import org.qantara.engine.message.FacilityRoute;
import org.qantara.engine.message.Fault;
import org.qantara.engine.message.Received;
import org.qantara.engine.message.StoredMessage;
import org.qantara.engine.order.OrderedPatients;
import org.qantara.engine.order.Orders;
import org.qantara.mapping.Facility;
import org.qantara.mapping.Issue;
import org.qantara.mapping.KnownPatients;
import org.qantara.mapping.Lineage;
import org.qantara.mapping.MapOutcome;
import org.qantara.mapping.MappedBundle;
import org.qantara.mapping.Mappings;
import org.qantara.mapping.SourceMessage;

/** Asks the maps what a message means, and turns their answer into the engine's words. Thread-safe. */
public final class Mapper {
    private static final String DEFAULT_ZONE = "Africa/Casablanca";
    private static final int ISSUES_SHOWN = 5;

    private final Supplier<Mappings> mappings;
    private final Orders orders;

    /**
     * @param mappings the maps of this moment; asked once per message
     * @param orders whose samples and orders results are of, where they name no patient
     */
    public Mapper(Supplier<Mappings> mappings, Orders orders) {
        this.mappings = mappings;
        this.orders = orders;
    }

    /** What the maps made of a message. */
    public sealed interface Meaning {
        /** Which maps said so. */
        String mapsVersion();

        /** Resources to write. */
        record Bundle(MapOutcome.Mapped mapped, String mapsVersion) implements Meaning {
            /** The resources. */
            public MappedBundle bundle() {
                return mapped.bundle();
            }
        }

        /** Nothing to write, on purpose. */
        record Nothing(Fault reason, String mapsVersion) implements Meaning {}

        /** Not to be applied until a person has looked. */
        record Impossible(Fault fault, String mapsVersion) implements Meaning {}
    }

    /**
     * Never throws for what the message contains.
     *
     * @throws LedgerUnavailable when the orders cannot be read that may name a result's patient: the message has to wait
     */
    public Meaning map(StoredMessage message) throws LedgerUnavailable {
        Mappings maps = mappings.get();
        Fault apart = LaboratoryKind.apart(message.labels().messageType());
        if (apart != null) {
            return apart.code() == ErrorCode.MAPPING_REFUSED
                    ? new Meaning.Impossible(apart, maps.version())
                    : new Meaning.Nothing(apart, maps.version());
        }
        OrderedPatients known =
                new OrderedPatients(orders, message.received().route(), new ServiceRequests(orders, maps));
        Meaning meaning = map(message.received(), maps, known);
        known.check();
        return meaning;
    }

    /** Why a message would be refused before its acknowledgement, by a route that asks for it; null when it means something. */
    public @Nullable Fault refusal(Received received) {
        OrderedPatients known = new OrderedPatients(orders, received.route());
        return map(received, mappings.get(), known) instanceof Meaning.Impossible impossible
                        && impossible.fault().code() != ErrorCode.UNMATCHED // its order may still come
                ? new Fault(
                        ErrorCode.INVALID_CONTENT,
                        impossible.fault().detail(),
                        impossible.fault().location(),
                        impossible.fault().text())
                : null;
    }

    /** The meaning by other maps: what would change? */
    public static Meaning map(Received received, Mappings maps, KnownPatients known) {
        String version = maps.version();
        MapOutcome outcome;
        try {
            outcome = maps.map(source(received, known));
        } catch (RuntimeException e) {
            // the text of the exception may hold patient data: only its kind is kept
            return new Meaning.Impossible(
                    Fault.of(
                            ErrorCode.INTERNAL,
                            null,
                            "the maps failed with " + e.getClass().getName()),
                    version);
        }
        if (outcome instanceof MapOutcome.Mapped mapped) {
            return mapped.bundle().entries().isEmpty()
                    ? new Meaning.Nothing(nothing(mapped.issues()), version)
                    : new Meaning.Bundle(mapped, version);
        }
        boolean shared = known instanceof OrderedPatients ordered && ordered.sharedNumber();
        Fault nobody = LaboratoryKind.unmatched(received.format(), outcome.issues(), shared);
        if (nobody != null) {
            return new Meaning.Impossible(nobody, version);
        }
        ErrorCode code = outcome instanceof MapOutcome.Refused ? ErrorCode.MAPPING_REFUSED : ErrorCode.MAPPING_FAILED;
        return new Meaning.Impossible(fault(code, outcome.issues()), version);
    }

    /** Where each value comes from by the given maps; empty when they cannot map it. */
    public static List<Lineage> explain(Received received, Mappings maps, KnownPatients known) {
        try {
            return maps.explain(source(received, known)).lineage();
        } catch (RuntimeException e) {
            return List.of(); // mapping it has said so already
        }
    }

    private static SourceMessage source(Received received, KnownPatients known) {
        return new SourceMessage(
                received.body(),
                Charset.forName(received.charset()),
                received.format(),
                facility(received.route()),
                received.receivedAt(),
                known);
    }

    private static Fault nothing(List<Issue> issues) {
        return issues.isEmpty()
                ? new Fault(ErrorCode.NO_ENTRY, null, null, "the maps make no resource of this message")
                : fault(ErrorCode.NO_ENTRY, issues);
    }

    private static Fault fault(ErrorCode code, List<Issue> issues) {
        List<Issue> errors = issues.stream()
                .filter(issue -> issue.severity() == Issue.Severity.ERROR)
                .toList();
        List<Issue> shown = errors.isEmpty() ? issues : errors;
        if (shown.isEmpty()) {
            return Fault.of(code, null, "the maps gave no reason");
        }
        String text = shown.stream()
                .limit(ISSUES_SHOWN)
                .map(issue -> issue.code() + " at " + issue.where() + ": " + issue.message())
                .collect(Collectors.joining("; "));
        String more = shown.size() > ISSUES_SHOWN ? "; and " + (shown.size() - ISSUES_SHOWN) + " more" : "";
        return new Fault(code, shown.get(0).code(), shown.get(0).where(), text + more);
    }

    private static Facility facility(FacilityRoute route) {
        String zone = route.option("zone");
        return new Facility(
                route.code(),
                route.option("authority"),
                ZoneId.of(zone == null ? DEFAULT_ZONE : zone),
                Facility.NumbersRestart.of(route.option("numbersRestart")));
    }
}
