package org.qantara.app.web;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.qantara.app.node.EngineNode;
import org.qantara.app.node.Node;
import org.qantara.app.node.WrittenResources;
import org.qantara.engine.MessageState;
import org.qantara.engine.ledger.LedgerQuery;
import org.qantara.engine.ledger.LedgerUnavailable;
import org.qantara.engine.ledger.MessageKey;
import org.qantara.engine.ledger.MessageRow;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * {@code /api/lab/reconcile}: whether every result of a day arrived. Not the ledger's word alone: each message of that day is read
 * again, and each of its results asked for in the record. Sample and order numbers are patient data: needs {@code phi.read}.
 */
@RestController
class LabApi {
    private static final int MESSAGES_MAX = 5_000;
    private static final String PHI = "SCOPE_phi.read";
    private static final List<String> NUMBERS = List.of("filler", "sample", "placer");

    private final Node node;

    LabApi(Node node) {
        this.node = node;
    }

    /**
     * @param number filler, sample or placer number; {@code -} for messages that name none
     * @param results results in the messages that came to their end
     * @param found those of them that the record holds
     * @param states states of the messages with their counts
     */
    record Number(String number, int messages, int results, int found, int missing, String states) {}

    record Answer(
            int messages,
            int results,
            int found,
            int missing,
            int quarantined,
            int handled,
            boolean complete,
            List<Number> numbers) {}

    private static final class Line {
        private int messages;
        private final TreeSet<String> results = new TreeSet<>();
        private final Map<String, Integer> states = new TreeMap<>();
    }

    @GetMapping("/api/lab/reconcile")
    Answer reconcile(Authentication who, @RequestParam String facility, @RequestParam String date)
            throws LedgerUnavailable {
        if (who.getAuthorities().stream().noneMatch(a -> a.getAuthority().equals(PHI)))
            throw new ResponseStatusException(
                    HttpStatus.FORBIDDEN, "sample numbers are patient data: the scope phi.read is needed");
        EngineNode engine = node.engine();
        if (engine == null)
            throw new ResponseStatusException(
                    HttpStatus.NOT_FOUND, "no engine runs in this process: ask the one with --role engine");
        OffsetDateTime from = day(date);
        List<MessageRow> rows = engine.engine()
                .messages()
                .search(LedgerQuery.newest(MESSAGES_MAX)
                        .withTypeAndFacility(null, facility)
                        .withTimes(from, from.plusDays(1)));
        Map<String, Line> lines = new TreeMap<>();
        var written = new WrittenResources(engine);
        for (MessageRow row : rows) {
            if (!isLaboratory(row)) continue;
            Line line = lines.computeIfAbsent(number(engine, row), n -> new Line());
            line.messages++;
            line.states.merge(row.state().word(), 1, Integer::sum);
            if (row.state() == MessageState.DELIVERED)
                written.of(row).stream()
                        .filter(reference -> reference.startsWith("Observation/"))
                        .forEach(line.results::add);
        }
        return answer(lines, written, rows.size() < MESSAGES_MAX);
    }

    private static Answer answer(Map<String, Line> lines, WrittenResources written, boolean complete) {
        TreeSet<String> all = new TreeSet<>();
        lines.values().forEach(line -> all.addAll(line.results));
        TreeSet<String> inRecord = new TreeSet<>(written.inRecord(new ArrayList<>(all)));
        List<Number> numbers = new ArrayList<>();
        int messages = 0;
        int quarantined = 0;
        int handled = 0;
        for (var entry : lines.entrySet()) {
            Line line = entry.getValue();
            int found = (int) line.results.stream().filter(inRecord::contains).count();
            numbers.add(new Number(
                    entry.getKey(),
                    line.messages,
                    line.results.size(),
                    found,
                    line.results.size() - found,
                    line.states.toString().replaceAll("[{}]", "").replace("=", " ")));
            messages += line.messages;
            quarantined += line.states.getOrDefault("quarantined", 0);
            handled += line.states.getOrDefault("handled", 0);
        }
        return new Answer(
                messages,
                all.size(),
                inRecord.size(),
                all.size() - inRecord.size(),
                quarantined,
                handled,
                complete,
                numbers);
    }

    private static boolean isLaboratory(MessageRow row) {
        String type = row.messageType();
        return !row.format().equals("hl7v2") && !row.format().equals("dicom+json")
                || type != null && (type.startsWith("ORU") || type.startsWith("OUL"));
    }

    private static String number(EngineNode engine, MessageRow row) throws LedgerUnavailable {
        List<MessageKey> keys = engine.engine().messages().keys(row.intake());
        for (String kind : NUMBERS) for (MessageKey key : keys) if (key.kind().equals(kind)) return key.value();
        return "-";
    }

    private static OffsetDateTime day(String date) {
        try {
            return LocalDate.parse(date)
                    .atStartOfDay(ZoneId.of("Africa/Casablanca"))
                    .toOffsetDateTime();
        } catch (DateTimeParseException e) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST, "date: expected YYYY-MM-DD, for example 2026-03-01");
        }
    }

    @ExceptionHandler
    ResponseEntity<Map<String, String>> down(LedgerUnavailable failure) {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .body(Map.of("error", "the ledger is down; messages are still accepted, ask again later"));
    }

    @ExceptionHandler
    ResponseEntity<Map<String, String>> notToBeAsked(ResponseStatusException failure) {
        return ResponseEntity.status(failure.getStatusCode())
                .body(Map.of("error", String.valueOf(failure.getReason())));
    }
}
