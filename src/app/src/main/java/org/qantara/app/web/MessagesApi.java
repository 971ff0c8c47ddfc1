package org.qantara.app.web;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qantara.app.node.EngineNode;
import org.qantara.app.node.Node;
import org.qantara.engine.MessageState;
import org.qantara.engine.broker.BrokerUnavailable;
import org.qantara.engine.ledger.LedgerQuery;
import org.qantara.engine.ledger.LedgerRejected;
import org.qantara.engine.ledger.LedgerUnavailable;
import org.qantara.engine.ledger.MessageRow;
import org.qantara.engine.replay.Messages;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /api/messages}: what became of every message, for operators. Rows hold no patient data; searching by a patient's number and
 * reading bytes need the scope {@code phi.read} besides.
 */
@RestController
@RequestMapping("/api/messages")
class MessagesApi {
    private static final String PHI = "SCOPE_phi.read";

    /** Errors whose text is what a destination said, which may quote values of the message. */
    private static final Set<String> QUOTING = Set.of("DESTINATION_REJECTED", "POISON", "SEND_UNKNOWN");

    private final Node node;

    MessagesApi(Node node) {
        this.node = node;
    }

    record Page(List<Message> messages) {}

    record Act(@Nullable String reason) {}

    record Match(@Nullable String patient, @Nullable String reason) {}

    /** One row as the API shows it; times are ISO-8601 with offset. */
    record Message(
            long intake,
            String facility,
            String state,
            String stateAt,
            String receivedAt,
            String protocol,
            @Nullable String controlId,
            @Nullable String messageType,
            @Nullable String version,
            String charset,
            long bodyBytes,
            @Nullable Long duplicateOf,
            @Nullable String errorCode,
            @Nullable String errorDetail,
            @Nullable String errorLocation,
            @Nullable String errorText,
            int written,
            int superseded,
            int replays,
            @Nullable String mapVersion) {
        static Message of(MessageRow row, boolean seesPatients) {
            boolean quotesDestination = row.errorCode() != null && QUOTING.contains(row.errorCode());
            return new Message(
                    row.intake(),
                    row.facility(),
                    row.state().word(),
                    row.stateAt().toString(),
                    row.receivedAt().toString(),
                    row.protocol(),
                    row.controlId(),
                    row.messageType(),
                    row.version(),
                    row.charset(),
                    row.bodyBytes(),
                    row.duplicateOf(),
                    row.errorCode(),
                    row.errorDetail(),
                    row.errorLocation(),
                    quotesDestination && !seesPatients
                            ? "the destination's words may quote the patient: read them with the scope phi.read"
                            : row.errorText(),
                    row.written(),
                    row.superseded(),
                    row.replays(),
                    row.mapsVersion());
        }
    }

    @GetMapping
    Page search(
            Authentication who,
            @RequestParam(required = false) @Nullable String facility,
            @RequestParam(required = false) @Nullable String controlId,
            @RequestParam(required = false) @Nullable String type,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String error,
            @RequestParam(required = false) @Nullable String patient,
            @RequestParam(required = false) @Nullable Long before,
            @RequestParam(defaultValue = "100") int limit)
            throws LedgerUnavailable {
        if (patient != null) requirePhi(who, "searching by a patient's number");
        LedgerQuery query = LedgerQuery.newest(Math.max(1, Math.min(limit, 1000)))
                .withControlId(controlId)
                .withPatient(patient)
                .withTypeAndFacility(type, facility)
                .withState(state == null ? null : MessageState.of(state.toLowerCase(Locale.ROOT)))
                .withError(error, null)
                .withBefore(before);
        boolean phi = seesPatients(who);
        return new Page(messages().search(query).stream()
                .map(row -> Message.of(row, phi))
                .toList());
    }

    @GetMapping("/{intake}")
    Message one(Authentication who, @PathVariable long intake) throws LedgerUnavailable {
        return messages()
                .find(intake)
                .map(row -> Message.of(row, seesPatients(who)))
                .orElseThrow(() -> new ApiFailure(HttpStatus.NOT_FOUND, noSuch(intake)));
    }

    /** The bytes exactly as received. */
    @GetMapping(path = "/{intake}/body", produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    byte[] body(Authentication who, @PathVariable long intake) throws LedgerUnavailable {
        requirePhi(who, "reading a message");
        return messages().body(intake).orElseThrow(() -> new ApiFailure(HttpStatus.NOT_FOUND, noSuch(intake)));
    }

    @PostMapping("/{intake}/replay")
    Map<String, Object> replay(
            Authentication who, @PathVariable long intake, @RequestBody(required = false) @Nullable Act act)
            throws LedgerUnavailable, LedgerRejected, BrokerUnavailable {
        if (!messages().replay(intake, who.getName(), reason(act)))
            throw new ApiFailure(
                    HttpStatus.CONFLICT,
                    "message " + intake + " cannot be replayed: it does not exist, is on its way, or was refused");
        return Map.of("intake", intake, "replayed", true);
    }

    /** Says whose a result is that named nobody known; the patient's number is patient data. */
    @PostMapping("/{intake}/match")
    Map<String, Object> match(
            Authentication who, @PathVariable long intake, @RequestBody(required = false) @Nullable Match match)
            throws LedgerUnavailable, LedgerRejected, BrokerUnavailable {
        requirePhi(who, "saying whose a result is");
        if (match == null
                || match.patient() == null
                || match.patient().isBlank()
                || match.patient().length() > 199)
            throw new ApiFailure(
                    HttpStatus.BAD_REQUEST,
                    "the patient's local number is needed: {\"patient\": \"...\", \"reason\": \"...\"}");
        String patient = match.patient().strip();
        List<Long> sent = messages().match(intake, patient, who.getName(), reason(new Act(match.reason())));
        if (sent.isEmpty())
            throw new ApiFailure(
                    HttpStatus.CONFLICT,
                    "message " + intake
                            + " cannot be matched: it is not quarantined as UNMATCHED, or names no sample or order");
        return Map.of("intake", intake, "matched", sent);
    }

    @PostMapping("/{intake}/discard")
    Map<String, Object> discard(
            Authentication who, @PathVariable long intake, @RequestBody(required = false) @Nullable Act act)
            throws LedgerUnavailable, LedgerRejected {
        if (!messages().discard(intake, who.getName(), reason(act)))
            throw new ApiFailure(
                    HttpStatus.CONFLICT, "message " + intake + " is not quarantined: only those can be discarded");
        return Map.of("intake", intake, "discarded", true);
    }

    private Messages messages() {
        EngineNode engine = node.engine();
        if (engine == null)
            throw new ApiFailure(
                    HttpStatus.NOT_FOUND, "no engine runs in this process: ask the one with --role engine");
        return engine.engine().messages();
    }

    private static String reason(@Nullable Act act) {
        String reason = act == null || act.reason() == null ? "" : act.reason().strip();
        if (reason.isEmpty() || reason.length() > 500)
            throw new ApiFailure(
                    HttpStatus.BAD_REQUEST, "a reason of 1 to 500 characters is needed: {\"reason\": \"...\"}");
        return reason;
    }

    private static boolean seesPatients(Authentication who) {
        return who.getAuthorities().stream()
                .anyMatch(authority -> authority.getAuthority().equals(PHI));
    }

    private static void requirePhi(Authentication who, String what) {
        if (!seesPatients(who))
            throw new ApiFailure(
                    HttpStatus.FORBIDDEN,
                    what + " shows patient data and needs the scope phi.read (./qantara token --role admin)");
    }

    private static String noSuch(long intake) {
        return "no message with intake number " + intake;
    }

    /** An answer with a sentence for people. */
    static final class ApiFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final HttpStatus status;

        ApiFailure(HttpStatus status, String message) {
            super(message);
            this.status = status;
        }
    }

    @ExceptionHandler
    ResponseEntity<Map<String, String>> failed(ApiFailure failure) {
        return ResponseEntity.status(failure.status).body(Map.of("error", String.valueOf(failure.getMessage())));
    }

    @ExceptionHandler
    ResponseEntity<Map<String, String>> wrong(IllegalArgumentException failure) {
        return ResponseEntity.badRequest().body(Map.of("error", String.valueOf(failure.getMessage())));
    }

    @ExceptionHandler
    ResponseEntity<Map<String, String>> down(LedgerUnavailable failure) {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .body(Map.of("error", "the ledger is down; messages are still accepted, ask again later"));
    }
}
