package org.qantara.dpp.registry.matching;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.qantara.dpp.registry.names.PhoneticKey;

/**
 * Decides where a record belongs. A link needs evidence above the threshold, no objection from any record of that person, and no
 * second person near it. Thread-safe when its candidates are.
 */
public final class Matcher {
    /** Records under one key that are still compared; a more common key is left to the more selective ones. */
    private static final int BLOCK_MAX = 400;

    private static final int REVIEW_CANDIDATES_MAX = 5;
    private static final double MARGIN_BITS = 7;

    private final Scorer scorer;
    private final Candidates candidates;

    public Matcher(Scorer scorer, Candidates candidates) {
        this.scorer = scorer;
        this.candidates = candidates;
    }

    /** The decision for a record; nothing is stored. */
    public Decision decide(Prepared record) {
        String version = version();
        List<Match> persons = matches(record);
        if (persons.isEmpty()) {
            return new Decision.New(null, version);
        }
        List<Match> open = persons.stream()
                .filter(match -> match.bits() >= scorer.weights().reviewBits())
                .filter(match -> !isPlainlyAnother(match))
                .toList();
        if (open.isEmpty()) {
            return new Decision.New(persons.get(0), version);
        }
        Match best = open.get(0);
        boolean rival = open.size() > 1 && open.get(1).bits() > best.bits() - MARGIN_BITS;
        if (best.objections().isEmpty() && best.bits() >= scorer.weights().linkBits() && !rival) {
            return new Decision.Link(best, version);
        }
        if (rival) {
            open = open.stream().map(Matcher::ambiguous).toList();
        }
        return new Decision.Review(open.subList(0, Math.min(REVIEW_CANDIDATES_MAX, open.size())), version);
    }

    /** Version of the weights and of the phonetic key, as every decision names it. */
    public String version() {
        return scorer.weights().version() + "/" + PhoneticKey.VERSION;
    }

    /** The best match of every person found, objections of all that person's records included, in order of evidence. */
    public List<Match> matches(Prepared record) {
        List<List<Candidate>> underKeys = new ArrayList<>();
        for (BlockingKey key : BlockingKey.of(record, scorer.useCnie())) {
            underKeys.add(candidates.find(key, BLOCK_MAX));
        }
        Map<String, Candidate> found = new LinkedHashMap<>();
        for (List<Candidate> underKey : Candidates.selective(underKeys)) {
            for (Candidate candidate : underKey) {
                String id = candidate.record().person().id();
                if (!id.equals(record.person().id())) {
                    found.putIfAbsent(id, candidate);
                }
            }
        }
        long persons = candidates.persons();
        Map<String, Match> best = new HashMap<>();
        for (Candidate candidate : found.values()) {
            Match match = scorer.score(record, candidate, persons);
            best.merge(match.goldenId(), match, (a, b) -> a.bits() >= b.bits() ? a : b);
        }
        List<Match> matches = new ArrayList<>();
        for (Match match : best.values()) {
            matches.add(
                    match.bits() < scorer.weights().reviewBits() ? match : withAllObjections(record, match, persons));
        }
        matches.sort(Comparator.comparingDouble(Match::bits).reversed().thenComparing(Match::goldenId));
        return matches;
    }

    /** Vetoes of the person's other records count as well: a golden record never holds two records that exclude each other. */
    private Match withAllObjections(Prepared record, Match match, long persons) {
        Set<Objection> all = EnumSet.noneOf(Objection.class);
        all.addAll(match.objections());
        boolean personal =
                match.fields().stream().anyMatch(score -> score.field() == Field.IDCS && score.level() == Level.SAME);
        for (Prepared member : candidates.members(match.goldenId())) {
            if (!member.person().id().equals(record.person().id())) {
                scorer.score(record, new Candidate(member, match.goldenId()), persons).objections().stream()
                        .filter(objection -> objection.isVeto() && !(personal && objection.isSuspicion()))
                        .forEach(all::add);
            }
        }
        return new Match(match.recordId(), match.goldenId(), match.bits(), match.fields(), all);
    }

    /** Nobody need be asked: twins with other names, a child under its parent's card, sex and birth date in conflict. */
    private boolean isPlainlyAnother(Match match) {
        Set<Objection> objections = match.objections();
        boolean otherNumber =
                objections.contains(Objection.IDCS_DIFFERS) || objections.contains(Objection.CNIE_DIFFERS);
        boolean oneCard = objections.contains(Objection.PARENTS_CNIE);
        return objections.contains(Objection.SEX_AND_BIRTH_DATE_CONFLICT)
                || oneCard && objections.contains(Objection.BIRTH_DATE_DIFFERS)
                || objections.contains(Objection.TWINS) && !oneCard
                || otherNumber && match.bits() < scorer.weights().linkBits()
                || objections.contains(Objection.GIVEN_NAME_DIFFERS)
                        && objections.contains(Objection.BIRTH_DATE_DIFFERS);
    }

    private static Match ambiguous(Match match) {
        Set<Objection> all = EnumSet.of(Objection.AMBIGUOUS);
        all.addAll(match.objections());
        return new Match(match.recordId(), match.goldenId(), match.bits(), match.fields(), all);
    }
}
