package org.qantara.engine.order;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.ledger.LedgerUnavailable;
import org.qantara.engine.message.FacilityRoute;
import org.qantara.mapping.Facility;
import org.qantara.mapping.KnownPatients;

/**
 * Whose sample or order a number is, by the orders of the facility; whose stay, by its admissions. Never guesses: a number that orders of several patients share is
 * nobody's. Where the facility's numbers start again, only orders scheduled in the same day or year count. For one message; after
 * mapping, {@link #check()} says whether the orders could be read at all.
 */
public final class OrderedPatients implements KnownPatients {
    /** What the maps put before the number of a stay, so that it never meets a sample's. */
    static final String VISIT = "visit:";

    private static final int ORDERS_MAX = 500;

    private final Orders orders;
    private final FacilityRoute route;
    private final Requests requests;
    private @Nullable LedgerUnavailable away;
    private boolean shared;
    private @Nullable String lastAccession;
    private @Nullable Request lastRequest;

    /** For one message of the given route. */
    public OrderedPatients(Orders orders, FacilityRoute route) {
        this(orders, route, order -> null);
    }

    /** The same where it is known what orders were mapped to. */
    public OrderedPatients(Orders orders, FacilityRoute route, Requests requests) {
        this.orders = orders;
        this.route = route;
        this.requests = requests;
    }

    /** An order in the record: {@code ServiceRequest/<id>} and {@code Encounter/<id>}. */
    public record Request(String reference, @Nullable String encounter) {}

    /** Where orders are in the record. */
    public interface Requests {
        /** Null when it is not there. */
        @Nullable
        Request find(ClinicalOrder order) throws LedgerUnavailable;
    }

    @Override
    public @Nullable String patient(String number, @Nullable String date) {
        try {
            Set<String> found = of(number, date);
            shared |= found.size() > 1;
            return found.size() == 1 ? found.iterator().next() : null;
        } catch (LedgerUnavailable e) {
            away = e;
            return null;
        }
    }

    private Set<String> of(String number, @Nullable String date) throws LedgerUnavailable {
        if (number.startsWith(VISIT)) {
            return orders.patientsOfVisit(route.code(), number.substring(VISIT.length()));
        }
        List<ClinicalOrder> named = new ArrayList<>(orders.find(
                new OrderQuery(route.code(), null, number, null, null, null, null, null, null, false, ORDERS_MAX)));
        named.addAll(orders.find(OrderQuery.ofNumber(route.code(), number)));
        named.addAll(orders.find(OrderQuery.ofAccession(route.code(), number)));
        Set<String> patients = new TreeSet<>();
        for (ClinicalOrder order : named) {
            if (order.patient() != null && sameRound(order, date)) {
                patients.add(order.patient());
            }
        }
        return patients;
    }

    @Override
    public @Nullable String study(String number) {
        try {
            List<String> found = orders.studies(route.code(), number);
            return found.size() == 1 ? found.get(0) : null;
        } catch (LedgerUnavailable e) {
            away = e;
            return null;
        }
    }

    @Override
    public @Nullable String order(String accession) {
        Request request = request(accession);
        return request == null ? null : request.reference();
    }

    @Override
    public @Nullable String encounter(String accession) {
        Request request = request(accession);
        return request == null ? null : request.encounter();
    }

    private @Nullable Request request(String accession) {
        try {
            if (!accession.equals(lastAccession)) {
                lastRequest = null;
                for (ClinicalOrder order : orders.find(OrderQuery.ofAccession(route.code(), accession))) {
                    lastRequest = lastRequest == null ? requests.find(order) : lastRequest;
                }
                lastAccession = accession;
            }
            return lastRequest;
        } catch (LedgerUnavailable e) {
            away = e;
            return null;
        }
    }

    /** Whether the order belongs to the same day or year, where numbers start again then. */
    private boolean sameRound(ClinicalOrder order, @Nullable String date) {
        int digits =
                switch (Facility.NumbersRestart.of(route.option("numbersRestart"))) {
                    case NEVER -> 0;
                    case DAILY -> 8;
                    case YEARLY -> 4;
                };
        String scheduled = order.scheduledAt();
        return digits == 0
                || date != null
                        && scheduled != null
                        && date.length() >= digits
                        && scheduled.startsWith(date.substring(0, digits));
    }

    /** Throws what kept the orders from being read, if anything did: the message must wait, not be taken for nobody's. */
    public void check() throws LedgerUnavailable {
        if (away != null) {
            throw away;
        }
    }

    /** Whether a number was looked up that belongs to several patients. */
    public boolean sharedNumber() {
        return shared;
    }
}
