package org.qantara.dpp.registry.service;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Patient;
import org.jspecify.annotations.Nullable;
import org.qantara.dpp.registry.fhir.GoldenPatient;
import org.qantara.dpp.registry.fhir.PatientReader;
import org.qantara.dpp.registry.matching.Decision;
import org.qantara.dpp.registry.matching.Match;
import org.qantara.dpp.registry.matching.Prepared;
import org.qantara.dpp.registry.store.Assertions;
import org.qantara.dpp.registry.store.DecisionRow;
import org.qantara.dpp.registry.store.Decisions;
import org.qantara.dpp.registry.store.Records;
import org.qantara.dpp.registry.store.SourceRow;
import org.qantara.dpp.registry.store.Statements;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The patient registry for people and operations: the review queue, links by hand and their undoing, and the questions of PIX and match.
 *
 * <p>Nothing here rewrites a reference or a source Patient: a link joins two homes, its undoing parts them, and the golden records follow.
 * Unknown numbers throw {@link NoSuchElementException}, requests that make no sense {@link IllegalArgumentException}, both with a sentence for
 * people. Thread-safe; each call is one transaction.
 */
public final class Registry {
    private static final int REVIEWS_MAX = 500;

    private final Records records;
    private final Assertions assertions;
    private final Statements statements;
    private final Decisions decisions;
    private final Placement placement;
    private final Grouping grouping;
    private final Analysis analysis;
    private final TransactionTemplate transaction;

    Registry(
            Records records,
            Assertions assertions,
            Statements statements,
            Decisions decisions,
            Placement placement,
            Grouping grouping,
            Analysis analysis,
            TransactionTemplate transaction) {
        this.records = records;
        this.assertions = assertions;
        this.statements = statements;
        this.decisions = decisions;
        this.placement = placement;
        this.grouping = grouping;
        this.analysis = analysis;
        this.transaction = transaction;
    }

    /** Reviews that wait for a person, the oldest first, after a number; at most 500. */
    public List<DecisionRow> reviews(long after, int max) {
        return decisions.open(after, Math.max(1, Math.min(max, REVIEWS_MAX)));
    }

    /** Everything that was decided about a source patient, the oldest first. */
    public List<DecisionRow> decisions(String patientId) {
        return decisions.of(patientId);
    }

    /**
     * A person says that a review's record and one of its candidates are the same.
     *
     * @param candidate id of the candidate's source patient; null takes the first of the review
     * @return the golden record of both
     */
    public String link(long review, @Nullable String candidate, String actor, String reason) {
        return inTransaction(() -> {
            DecisionRow open = open(review);
            String other = candidate != null ? candidate : open.matches().get(0).recordId();
            SourceRow row = known(open.patientId());
            SourceRow with = known(other);
            if (row.id() == with.id()) {
                throw new IllegalArgumentException("Patient/" + other + " cannot be linked with itself");
            }
            assertions.allowTogether(row.patientId(), with.patientId());
            regroup(row, with);
            if (!Objects.equals(
                    known(other).golden(), known(open.patientId()).golden())) { // else a message says so already
                assertions.join(row.patientId(), with.patientId(), Assertions.BY_PEOPLE);
                regroup(row, with);
            }
            decisions.close(row.patientId());
            return store(row.patientId(), "linked", actor, reason, open.matches());
        });
    }

    /**
     * A person says that a review's record is none of its candidates; they are never proposed for each other again, and what a message says of the
     * two no longer counts.
     */
    public void reject(long review, String actor, String reason) {
        inTransaction(() -> {
            DecisionRow open = open(review);
            Set<String> homes = new LinkedHashSet<>();
            records.find(open.patientId()).map(SourceRow::home).ifPresent(homes::add);
            for (Match match : open.matches()) {
                assertions.keepApart(open.patientId(), match.recordId());
                records.find(match.recordId()).map(SourceRow::home).ifPresent(homes::add);
            }
            grouping.regroup(homes, null, 0, placement.version());
            decisions.close(open.patientId());
            return store(open.patientId(), "rejected", actor, reason, open.matches());
        });
    }

    /**
     * Takes a record out of its golden record: what people linked is undone, what messages joined no longer counts, and if the evidence had put it
     * among others it gets a golden record of its own; it is kept apart from all of them.
     *
     * @return the golden record that it stands under now
     */
    public String unlink(String patientId, String actor, String reason) {
        return inTransaction(() -> {
            SourceRow row = known(patientId);
            Set<String> homes = new LinkedHashSet<>();
            homes.add(home(row));
            Set<String> others = new LinkedHashSet<>(assertions.part(patientId));
            others.addAll(assertions.linked(patientId));
            others.addAll(statements.about(patientId, Statements.State.JOINED));
            for (String other : others) {
                records.find(other).map(SourceRow::home).ifPresent(homes::add);
                assertions.keepApart(patientId, other);
            }
            List<SourceRow> together = records.atHome(List.of(home(row)));
            if (homes.size() == 1 && together.size() > 1) {
                together.stream()
                        .filter(other -> other.id() != row.id())
                        .forEach(other -> assertions.keepApart(patientId, other.patientId()));
                String own = GoldenPatient.id(
                        patientId, String.valueOf(decisions.of(patientId).size()));
                records.setHome(row.id(), own);
                homes.add(own);
            } else if (homes.size() == 1) {
                throw new IllegalArgumentException("Patient/" + patientId + " stands alone");
            }
            grouping.regroup(homes, null, 0, placement.version());
            return store(patientId, "unlinked", actor, reason, List.of());
        });
    }

    /** The golden record that a source patient is shown under; empty when the registry does not know it. */
    public Optional<String> golden(String patientId) {
        return GoldenPatient.isGolden(patientId)
                ? Optional.of(patientId)
                : records.find(patientId).map(SourceRow::golden);
    }

    /** The source patients shown under a golden record, in order of registration. */
    public List<String> members(String golden) {
        return records.members(golden).stream().map(SourceRow::patientId).toList();
    }

    /** What the registry would decide about a patient that need not be stored. */
    public Decision decide(Patient asked) {
        return placement.wouldDecide(prepared(asked));
    }

    /** Persons who may be the asked one, in order of evidence, from the threshold of a review on. */
    public List<Match> candidates(Patient asked) {
        return placement.candidates(prepared(asked)).stream()
                .filter(match -> match.bits() >= placement.reviewBits())
                .toList();
    }

    private Prepared prepared(Patient asked) {
        Patient copy = asked.copy();
        copy.setId((String) null); // a stored patient may ask for itself
        return analysis.prepare(PatientReader.read(copy).person());
    }

    private void regroup(SourceRow one, SourceRow other) {
        grouping.regroup(List.of(home(one), home(other)), null, 0, placement.version());
    }

    private String store(String patientId, String outcome, String actor, String reason, List<Match> matches) {
        String golden = known(patientId).golden();
        decisions.add(DecisionRow.now(patientId, outcome, golden, placement.version(), actor, reason, matches, false));
        return golden == null ? "" : golden;
    }

    private DecisionRow open(long review) {
        DecisionRow row =
                decisions.find(review).orElseThrow(() -> new NoSuchElementException("there is no review " + review));
        if (!row.state().equals(DecisionRow.OPEN)) {
            throw new IllegalArgumentException("review " + review + " is closed: its outcome was decided meanwhile");
        }
        return row;
    }

    private SourceRow known(String patientId) {
        return records.find(patientId)
                .filter(row -> !row.deleted())
                .orElseThrow(() -> new NoSuchElementException("the registry knows no Patient/" + patientId));
    }

    private static String home(SourceRow row) {
        String home = row.home();
        if (home == null) {
            throw new IllegalArgumentException(
                    "Patient/" + row.patientId() + " is not placed yet; try again in a few seconds");
        }
        return home;
    }

    private String inTransaction(Supplier<String> work) {
        String golden = transaction.execute(status -> work.get());
        return golden == null ? "" : golden;
    }
}
