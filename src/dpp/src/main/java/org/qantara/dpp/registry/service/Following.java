package org.qantara.dpp.registry.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qantara.dpp.registry.matching.Candidate;
import org.qantara.dpp.registry.matching.Match;
import org.qantara.dpp.registry.matching.Matcher;
import org.qantara.dpp.registry.matching.Objection;
import org.qantara.dpp.registry.matching.Scorer;
import org.qantara.dpp.registry.store.DecisionRow;
import org.qantara.dpp.registry.store.Decisions;
import org.qantara.dpp.registry.store.Records;
import org.qantara.dpp.registry.store.SourceRow;
import org.qantara.dpp.registry.store.Statements;
import org.qantara.dpp.registry.store.Statements.State;
import org.qantara.dpp.registry.store.Statements.Statement;

/**
 * Records what facilities say about two of their numbers, by {@code Patient.link} (merges) and {@code Linkage} (links, unlinks).
 *
 * <p>A facility's word about its own numbers is followed whatever the evidence says, vetoes included: it knows its patients, and a refused merge
 * would leave two records that it no longer tells apart. But the decision waits for a person's eye when the evidence knows more against it than
 * that the facility gave two numbers, and when something else keeps the two as they were. Runs in the caller's transaction.
 */
final class Following {
    private final Records records;
    private final Statements statements;
    private final Decisions decisions;
    private final Analysis analysis;
    private final Scorer scorer;
    private final String version;

    Following(Records records, Statements statements, Decisions decisions, Analysis analysis, Scorer scorer) {
        this.records = records;
        this.statements = statements;
        this.decisions = decisions;
        this.analysis = analysis;
        this.scorer = scorer;
        this.version = new Matcher(scorer, new Fixed(List.of())).version();
    }

    /** What was said about a record since it was last placed. */
    List<Statement> said(String patientId) {
        return statements.unfollowed(patientId);
    }

    /** Patients whom a facility says this one is not. */
    Set<String> parted(String patientId) {
        return statements.about(patientId, State.PARTED);
    }

    /** To be called when the groups show what was said; each statement is recorded once, about both records. */
    void linked(String patientId, List<Statement> said) {
        for (Statement statement : said) {
            if (!statements.follow(statement)) {
                continue;
            }
            String other = statement.besides(patientId);
            boolean joins = statement.state() == State.JOINED;
            for (String one : List.of(patientId, other)) {
                decisions.close(one);
                add(one, joins ? "linked" : "unlinked", "sent by " + statement.sender(), List.of(), false);
            }
            review(patientId, other, joins, "sent by " + statement.sender());
        }
    }

    /** {@code Patient.link} came or went. */
    void merged(String patientId, Set<String> others, boolean joins) {
        decisions.close(patientId);
        List<Match> doubted = new ArrayList<>();
        others.forEach(other -> doubted.addAll(doubts(patientId, other, joins)));
        add(patientId, joins ? "merge" : "unmerge", null, doubted, !doubted.isEmpty());
    }

    private void review(String patientId, String other, boolean joins, String reason) {
        List<Match> doubted = doubts(patientId, other, joins);
        if (!doubted.isEmpty()) {
            add(patientId, "conflict", reason, doubted, true);
        }
    }

    /** The other record, when what is shown is not what was said, or the evidence has a veto of its own against a join. */
    private List<Match> doubts(String patientId, String other, boolean joins) {
        SourceRow row = records.find(patientId).orElse(null);
        SourceRow with = records.find(other).filter(found -> !found.deleted()).orElse(null);
        if (row == null || with == null || row.golden() == null || with.golden() == null) {
            return List.of();
        }
        boolean together = Objects.equals(row.golden(), with.golden());
        Candidate candidate = new Candidate(analysis.prepare(with.content().person()), with.golden());
        List<Match> matches = new Matcher(scorer, new Fixed(List.of(candidate)))
                .matches(analysis.prepare(row.content().person()));
        boolean vetoed = matches.stream()
                .flatMap(match -> match.objections().stream())
                .anyMatch(objection -> objection.isVeto() && objection != Objection.SAME_FACILITY_OTHER_NUMBER);
        return joins && !together || !joins && together || joins && vetoed ? matches : List.of();
    }

    private void add(String patientId, String outcome, @Nullable String reason, List<Match> matches, boolean open) {
        String golden = records.find(patientId).map(SourceRow::golden).orElse(null);
        decisions.add(DecisionRow.now(patientId, outcome, golden, version, "message", reason, matches, open));
    }
}
