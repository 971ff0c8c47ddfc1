package org.qantara.engine.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.ledger.LedgerUnavailable;
import org.qantara.engine.message.StoredMessage;
import org.qantara.engine.order.ClinicalOrder;
import org.qantara.engine.order.OrderedPatients;
import org.qantara.engine.order.OrderedPatients.Request;
import org.qantara.engine.order.Orders;
import org.qantara.mapping.MappedBundle;
import org.qantara.mapping.Mappings;

/**
 * Which ServiceRequest an order became: its message, when it is in the record, goes through the maps once more, and of what comes out the one
 * with the order's number is taken. So the maps alone decide about ids, also after they were changed.
 */
final class ServiceRequests implements OrderedPatients.Requests {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SERVICE_REQUEST = "ServiceRequest";

    private final Orders orders;
    private final Mappings maps;

    ServiceRequests(Orders orders, Mappings maps) {
        this.orders = orders;
        this.maps = maps;
    }

    @Override
    public @Nullable Request find(ClinicalOrder order) throws LedgerUnavailable {
        for (long intake : new long[] {order.orderIntake(), order.reportIntake()}) {
            Optional<StoredMessage> message = intake == 0 ? Optional.empty() : orders.delivered(intake);
            if (message.isPresent()) {
                Request found = find(message.get(), order);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private @Nullable Request find(StoredMessage message, ClinicalOrder order) throws LedgerUnavailable {
        OrderedPatients known = new OrderedPatients(orders, message.received().route());
        Mapper.Meaning meaning = Mapper.map(message.received(), maps, known);
        known.check();
        if (!(meaning instanceof Mapper.Meaning.Bundle bundle)) {
            return null;
        }
        for (MappedBundle.Entry entry : bundle.bundle().entries()) {
            JsonNode request = entry.type().equals(SERVICE_REQUEST) ? read(entry) : null;
            if (request != null && isOf(request, order)) {
                String encounter = request.path("encounter").path("reference").asText();
                return new Request(SERVICE_REQUEST + "/" + entry.id(), encounter.isEmpty() ? null : encounter);
            }
        }
        return null;
    }

    private static JsonNode read(MappedBundle.Entry entry) {
        try {
            return JSON.readTree(entry.resource(null));
        } catch (IOException e) {
            throw new UncheckedIOException("the maps gave a resource that is no JSON", e);
        }
    }

    private static boolean isOf(JsonNode request, ClinicalOrder order) {
        boolean number = false;
        for (JsonNode identifier : request.path("identifier")) {
            String value = identifier.path("value").asText();
            number |= value.equals(order.placer()) || value.equals(order.filler());
        }
        if (!number || order.testCode().isEmpty()) {
            return number;
        }
        for (JsonNode coding : request.path("code").path("coding")) {
            if (coding.path("code").asText().equals(order.testCode())) {
                return true;
            }
        }
        return false;
    }
}
