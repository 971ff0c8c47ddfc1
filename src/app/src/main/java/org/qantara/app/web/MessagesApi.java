package org.qantara.app.web;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.qantara.app.node.Node;
import org.qantara.engine.broker.BrokerUnavailable;
import org.qantara.engine.ledger.LedgerRejected;
import org.qantara.engine.ledger.LedgerUnavailable;
import org.qantara.engine.replay.Messages;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /api/messages}: what became of every message, for operators. Rows hold no patient data; searching by a patient's number and
 * reading bytes need the scope {@code phi.read} besides. Described in {@code openapi.yaml}.
 */
@RestController
@RequestMapping("/api/messages")
class MessagesApi {
    private static final int PAGE_DEFAULT = 100;
    private static final int PAGE_MAX = 1_000;
    private static final int WARNINGS_MAX = 500;

    private final Node node;

    MessagesApi(Node node) {
        this.node = node;
    }

    record Page(List<MessageView> messages) {}

    record Act(@Nullable String reason) {}

    record Match(@Nullable String patient, @Nullable String reason) {}

    @GetMapping
    Page search(Authentication who, Selection selection) throws LedgerUnavailable {
        Caller caller = Caller.of(who);
        return new Page(messages().search(selection.query(caller, PAGE_DEFAULT, PAGE_MAX)).stream()
                .map(row -> MessageView.of(row, caller))
                .toList());
    }

    record Errors(List<ErrorView> errors, List<WarningView> warnings) {}

    /** Quarantined messages, one line per distinct error; and what was delivered with a warning, by kind and place. */
    @GetMapping("/errors")
    Errors errors() throws LedgerUnavailable {
        return new Errors(
                messages().errors().stream().map(ErrorView::of).toList(),
                messages().warnings(WARNINGS_MAX).stream().map(WarningView::of).toList());
    }

    @GetMapping("/{intake}")
    MessageView.Whole one(Authentication who, @PathVariable long intake) throws LedgerUnavailable {
        Caller caller = Caller.of(who);
        MessageView message =
                messages().find(intake).map(row -> MessageView.of(row, caller)).orElseThrow(() -> noSuch(intake));
        return new MessageView.Whole(
                message,
                messages().deliveries(intake).stream()
                        .map(row -> MessageView.Delivery.of(row, caller))
                        .toList(),
                messages().actions(intake).stream()
                        .map(row -> new MessageView.Action(
                                row.verb(),
                                row.actor(),
                                row.reason(),
                                row.actedAt().toString()))
                        .toList(),
                messages().warnings(intake).stream()
                        .map(warning -> new MessageView.Remark(warning.code(), warning.location(), warning.text()))
                        .toList(),
                caller.seesPatients()
                        ? messages().keys(intake).stream()
                                .map(key -> new MessageView.Key(key.kind(), key.value()))
                                .toList()
                        : null);
    }

    /** The bytes exactly as received. */
    @GetMapping(path = "/{intake}/body", produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    byte[] body(Authentication who, @PathVariable long intake) throws LedgerUnavailable {
        Caller.of(who).requirePatients("reading a message");
        return messages().body(intake).orElseThrow(() -> noSuch(intake));
    }

    @PostMapping("/{intake}/replay")
    Map<String, Object> replay(
            Authentication who, @PathVariable long intake, @RequestBody(required = false) @Nullable Act act)
            throws LedgerUnavailable, LedgerRejected, BrokerUnavailable {
        if (!messages().replay(intake, who.getName(), Reason.of(act == null ? null : act.reason())))
            throw new ApiFailure(
                    HttpStatus.CONFLICT,
                    "message " + intake + " cannot be replayed: it does not exist, is on its way, or was refused");
        return Map.of("intake", intake, "replayed", true);
    }

    /** The patient's messages from this one on, in order, as one. */
    @PostMapping("/{intake}/replay-from")
    Map<String, Object> replayFrom(
            Authentication who, @PathVariable long intake, @RequestBody(required = false) @Nullable Act act)
            throws LedgerUnavailable, LedgerRejected, BrokerUnavailable {
        if (!messages().replayFrom(intake, who.getName(), Reason.of(act == null ? null : act.reason())))
            throw new ApiFailure(
                    HttpStatus.CONFLICT,
                    "nothing can be replayed from message " + intake + ": it does not exist or names no patient");
        return Map.of("intake", intake, "replayed", true);
    }

    /** Says whose a result is that named nobody known; the patient's number is patient data. */
    @PostMapping("/{intake}/match")
    Map<String, Object> match(
            Authentication who, @PathVariable long intake, @RequestBody(required = false) @Nullable Match match)
            throws LedgerUnavailable, LedgerRejected, BrokerUnavailable {
        Caller.of(who).requirePatients("saying whose a result is");
        if (match == null
                || match.patient() == null
                || match.patient().isBlank()
                || match.patient().length() > 199)
            throw new ApiFailure(
                    HttpStatus.BAD_REQUEST,
                    "the patient's local number is needed: {\"patient\": \"...\", \"reason\": \"...\"}");
        String patient = match.patient().strip();
        List<Long> sent = messages().match(intake, patient, who.getName(), Reason.of(match.reason()));
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
        if (!messages().discard(intake, who.getName(), Reason.of(act == null ? null : act.reason())))
            throw new ApiFailure(
                    HttpStatus.CONFLICT, "message " + intake + " is not quarantined: only those can be discarded");
        return Map.of("intake", intake, "discarded", true);
    }

    private Messages messages() {
        return Engines.of(node).messages();
    }

    private static ApiFailure noSuch(long intake) {
        return new ApiFailure(HttpStatus.NOT_FOUND, "no message with intake number " + intake);
    }
}
