package org.qantara.dpp.registry.service;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.qantara.dpp.registry.fhir.GoldenPatient;
import org.qantara.dpp.registry.matching.Candidate;
import org.qantara.dpp.registry.matching.Decision;
import org.qantara.dpp.registry.matching.Match;
import org.qantara.dpp.registry.matching.Matcher;
import org.qantara.dpp.registry.matching.Prepared;
import org.qantara.dpp.registry.matching.Scorer;
import org.qantara.dpp.registry.store.Assertions;
import org.qantara.dpp.registry.store.DecisionRow;
import org.qantara.dpp.registry.store.Decisions;
import org.qantara.dpp.registry.store.GoldenLinks;
import org.qantara.dpp.registry.store.Records;
import org.qantara.dpp.registry.store.SourceRow;
import org.qantara.dpp.registry.store.Statements.Statement;

/**
 * Decides where a written record belongs and shows it there, all in the caller's transaction.
 *
 * <p>A new record, and a changed one that stands alone, goes where the evidence says. A changed record that shares its person with others stays;
 * when it now contradicts them, a review is opened. Each decision is stored.
 */
final class Placement {
    private static final long PERSONS_AGE_NS = 60_000_000_000L;

    private final Records records;
    private final Assertions assertions;
    private final Decisions decisions;
    private final GoldenLinks links;
    private final Grouping grouping;
    private final Following following;
    private final Analysis analysis;
    private final Scorer scorer;
    private final AtomicLong persons = new AtomicLong();
    private volatile long personsCountedAt = System.nanoTime() - 2 * PERSONS_AGE_NS;

    /** Thrown to wait for a record that was registered before this one and is being placed. */
    static final class EarlierFirst extends RuntimeException {
        private static final long serialVersionUID = 1L;

        EarlierFirst() {
            super("an earlier record with a common key is being placed", null, false, false);
        }
    }

    Placement(
            Records records,
            Assertions assertions,
            Decisions decisions,
            GoldenLinks links,
            Grouping grouping,
            Following following,
            Analysis analysis,
            Scorer scorer) {
        this.records = records;
        this.assertions = assertions;
        this.decisions = decisions;
        this.links = links;
        this.grouping = grouping;
        this.following = following;
        this.analysis = analysis;
        this.scorer = scorer;
    }

    /**
     * Places a record that waits; does nothing when another thread has done it.
     *
     * @param mayWait false decides without records that are not placed yet, instead of {@link EarlierFirst}
     */
    void place(String patientId, boolean mayWait) {
        SourceRow seen = records.find(patientId).orElse(null);
        int noted = seen == null ? 0 : records.take(seen.id());
        if (seen == null || noted == 0) {
            return;
        }
        // taking it may have waited for another placement: only what is read now is its outcome
        SourceRow row = records.find(patientId).orElse(seen);
        if (row.deleted()) {
            forget(row);
            return;
        }
        Set<String> homes = new LinkedHashSet<>();
        Set<String> joined = assertions.replace(patientId, row.content().links());
        List<Statement> said = following.said(patientId);
        String before = row.home();
        // a statement about an unchanged record is no reason to decide anew where the evidence puts it
        Decided decided = before != null && noted <= said.size()
                ? new Decided(before, null, List.of(), false)
                : decide(row, mayWait);
        if (before != null) {
            homes.add(before);
        }
        homes.add(decided.home);
        if (!decided.home.equals(before)) {
            records.setHome(row.id(), decided.home);
        }
        for (String other : joined) {
            records.find(other).map(SourceRow::home).ifPresent(homes::add);
        }
        for (Statement statement : said) {
            records.find(statement.besides(patientId)).map(SourceRow::home).ifPresent(homes::add);
        }
        double bits = decided.matches.isEmpty() ? 0 : decided.matches.get(0).bits();
        grouping.regroup(homes, decided.home, bits, version());
        String golden = shownUnder(patientId);
        if (decided.outcome != null) {
            if (before != null) {
                decisions.close(patientId);
            }
            boolean open = decided.open
                    && decided.matches.stream()
                            .anyMatch(match -> !match.goldenId().equals(golden));
            store(row, decided.outcome, golden, "registry", decided.matches, open);
        }
        if (!joined.isEmpty()) {
            following.merged(patientId, joined, row.content().links().keySet().containsAll(joined));
        }
        following.linked(patientId, said);
    }

    /** Candidates for a person who is not stored, in order of evidence, without a decision. */
    List<Match> candidates(Prepared asked) {
        return matcher(asked, asked.person().id(), Set.of()).matches(asked);
    }

    /** What the registry would decide for a person who is not stored. */
    Decision wouldDecide(Prepared asked) {
        return matcher(asked, asked.person().id(), Set.of()).decide(asked);
    }

    String version() {
        return new Matcher(scorer, NOBODY).version();
    }

    double reviewBits() {
        return scorer.weights().reviewBits();
    }

    private record Decided(String home, @Nullable String outcome, List<Match> matches, boolean open) {}

    private Decided decide(SourceRow row, boolean mayWait) {
        Prepared record = analysis.prepare(row.content().person());
        String own = row.home() != null ? row.home() : GoldenPatient.id(row.patientId(), "");
        boolean alone = row.home() == null || records.atHome(List.of(own)).size() == 1;
        if (!alone) {
            return staying(row, record, own);
        }
        Set<String> apart = new HashSet<>(assertions.apartFrom(row.patientId()));
        apart.addAll(following.parted(row.patientId()));
        StoredCandidates candidates = stored(record, row.patientId(), apart);
        if (mayWait && row.home() == null && candidates.earlierUnplaced(row.id())) {
            throw new EarlierFirst();
        }
        Decision decision = new Matcher(scorer, candidates).decide(record);
        if (decision instanceof Decision.Link link) {
            String home = Objects.requireNonNull(
                    candidates.row(link.match().recordId()).home(), "home of a candidate");
            return new Decided(home, "link", List.of(link.match()), false);
        }
        if (decision instanceof Decision.Review review) {
            return new Decided(own, "review", review.matches(), true);
        }
        Match nearest = decision instanceof Decision.New fresh ? fresh.nearest() : null;
        return new Decided(own, "new", nearest == null ? List.of() : List.of(nearest), false);
    }

    /** A record among others of its person is not moved by a change; a contradiction is shown to a person. */
    private Decided staying(SourceRow row, Prepared record, String home) {
        List<Candidate> others = records.atHome(List.of(home)).stream()
                .filter(other -> other.id() != row.id() && !other.deleted())
                .map(other -> new Candidate(analysis.prepare(other.content().person()), home))
                .toList();
        List<Match> matches = new Matcher(scorer, new Fixed(others)).matches(record);
        boolean conflict = matches.stream().anyMatch(Match::isVetoed);
        return new Decided(home, conflict ? "conflict" : null, matches, conflict);
    }

    private void forget(SourceRow row) {
        assertions.replace(row.patientId(), java.util.Map.of());
        links.unlink(row.id());
        records.remove(row.id());
        decisions.close(row.patientId());
        store(row, "deleted", null, "message", List.of(), false);
        if (row.home() != null) {
            grouping.regroup(List.of(row.home()), null, 0, version());
        }
    }

    private void store(
            SourceRow row, String outcome, @Nullable String golden, String actor, List<Match> matches, boolean open) {
        decisions.add(DecisionRow.now(row.patientId(), outcome, golden, version(), actor, null, matches, open));
    }

    private @Nullable String shownUnder(String patientId) {
        return records.find(patientId).map(SourceRow::golden).orElse(null);
    }

    private Matcher matcher(Prepared record, String patientId, Set<String> apart) {
        return new Matcher(scorer, stored(record, patientId, apart));
    }

    private StoredCandidates stored(Prepared record, String patientId, Set<String> apart) {
        return new StoredCandidates(
                records,
                analysis.keys(record),
                patientId,
                apart,
                row -> analysis.prepare(row.content().person()),
                this::persons);
    }

    /** Counted at most once a minute: the prior is a logarithm. */
    private long persons() {
        if (System.nanoTime() - personsCountedAt > PERSONS_AGE_NS) {
            personsCountedAt = System.nanoTime();
            persons.set(links.persons());
        }
        return persons.get();
    }

    private static final Fixed NOBODY = new Fixed(List.of());
}
