package org.qantara.engine.order;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.qantara.engine.EngineSettings;
import org.qantara.engine.MessageState;
import org.qantara.engine.ledger.Ledger;
import org.qantara.engine.ledger.LedgerQuery;
import org.qantara.engine.ledger.LedgerRejected;
import org.qantara.engine.ledger.LedgerUnavailable;
import org.qantara.engine.ledger.MessageKey;
import org.qantara.engine.ledger.MessageRow;
import org.qantara.engine.message.StoredMessage;

/** What worklists and host queries ask. Patient data. Thread-safe; works while the DPP is down. */
public final class Orders {
    private static final int ADMISSIONS_MAX = 50;

    private final Ledger ledger;

    /** Of the given ledger. */
    public Orders(Ledger ledger) {
        this.ledger = ledger;
    }

    /** The orders that answer a query, by scheduled time. */
    public List<ClinicalOrder> find(OrderQuery query) throws LedgerUnavailable {
        return ledger.orders(query);
    }

    /**
     * The studies in the record that a number names: an accession number, or an order's that has one. {@code ImagingStudy/<id>}.
     */
    public List<String> studies(String facility, String number) throws LedgerUnavailable {
        if (!ledger.studies().any(facility)) {
            return List.of();
        }
        Set<String> accessions = new LinkedHashSet<>(List.of(number));
        for (ClinicalOrder order : find(OrderQuery.ofNumber(facility, number))) {
            if (order.accession() != null) {
                accessions.add(order.accession());
            }
        }
        Set<String> found = new LinkedHashSet<>();
        for (String accession : accessions) {
            found.addAll(ledger.studies().resources(facility, accession, EngineSettings.DPP));
        }
        return List.copyOf(found);
    }

    /** A message that spoke of an order, when it is in the record. */
    public Optional<StoredMessage> delivered(long intake) throws LedgerUnavailable {
        boolean is = ledger.find(intake)
                .filter(row -> row.state() == MessageState.DELIVERED)
                .isPresent();
        return is ? ledger.load(intake) : Optional.empty();
    }

    /** The local patient numbers that the facility's admissions (ADT, HPRIM ADM) named with a visit; a merge or move decides nothing. */
    Set<String> patientsOfVisit(String facility, String visit) throws LedgerUnavailable {
        Set<String> patients = new TreeSet<>();
        LedgerQuery query = LedgerQuery.newest(ADMISSIONS_MAX)
                .withTypeAndFacility(null, facility)
                .withNumbers(visit, null, null);
        for (MessageRow row : ledger.search(query)) {
            String type = String.valueOf(row.messageType());
            if (row.state() == MessageState.REFUSED || !(type.startsWith("ADT^") || type.equals("HPRIM^ADM"))) {
                continue;
            }
            List<String> named = ledger.keys(row.intake()).stream()
                    .filter(key -> key.kind().equals("patient"))
                    .map(MessageKey::value)
                    .distinct()
                    .toList();
            if (named.size() == 1) {
                patients.add(named.get(0));
            }
        }
        return patients;
    }

    /** Notes whose a sample or order is because a person said so; results of it that nobody could be found for are matched by it. */
    public void belongs(String facility, String number, String patient) throws LedgerUnavailable, LedgerRejected {
        ledger.order(new ClinicalOrder(
                facility, number, "", null, null, null, number, patient, null, null, null, null, null, null, null, null,
                null, null, null, "matched", 0, 0, 0));
    }
}
