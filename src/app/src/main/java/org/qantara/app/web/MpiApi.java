package org.qantara.app.web;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.qantara.app.node.DppNode;
import org.qantara.app.node.Node;
import org.qantara.dpp.registry.matching.Decision;
import org.qantara.dpp.registry.matching.Explanation;
import org.qantara.dpp.registry.service.Registry;
import org.qantara.dpp.registry.store.DecisionRow;
import org.springframework.http.HttpStatus;
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
import org.springframework.web.server.ResponseStatusException;

/**
 * {@code /api/mpi}: the patient registry's review queue, and links by hand. Answers hold resource ids, levels and weights, never a name or a
 * number: whoever decides reads the records through {@code /fhir} with a right of its own.
 */
@RestController
@RequestMapping("/api/mpi")
class MpiApi {
    private final Node node;

    MpiApi(Node node) {
        this.node = node;
    }

    /** @param explanation why, in sentences, in the caller's language */
    record Review(DecisionRow decision, List<String> explanation) {}

    record Reviews(List<Review> reviews) {}

    record Act(@Nullable String candidate, @Nullable String reason) {}

    record Shown(String golden) {}

    @GetMapping("/reviews")
    Reviews reviews(
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "100") int limit,
            Locale locale) {
        return new Reviews(registry().reviews(after, limit).stream()
                .map(row -> new Review(row, explain(row, locale)))
                .toList());
    }

    @GetMapping("/patients/{id}/decisions")
    List<DecisionRow> decisions(@PathVariable String id) {
        return registry().decisions(id);
    }

    @PostMapping("/reviews/{id}/link")
    Shown link(@PathVariable long id, @RequestBody Act act, Authentication who) {
        return new Shown(registry().link(id, act.candidate, who.getName(), reason(act)));
    }

    @PostMapping("/reviews/{id}/reject")
    void reject(@PathVariable long id, @RequestBody Act act, Authentication who) {
        registry().reject(id, who.getName(), reason(act));
    }

    @PostMapping("/patients/{id}/unlink")
    Shown unlink(@PathVariable String id, @RequestBody Act act, Authentication who) {
        return new Shown(registry().unlink(id, who.getName(), reason(act)));
    }

    @ExceptionHandler
    ResponseEntity<Map<String, String>> unknown(NoSuchElementException e) {
        return ResponseEntity.status(HttpStatus.NOT_FOUND).body(Map.of("error", String.valueOf(e.getMessage())));
    }

    @ExceptionHandler
    ResponseEntity<Map<String, String>> senseless(IllegalArgumentException e) {
        return ResponseEntity.badRequest().body(Map.of("error", String.valueOf(e.getMessage())));
    }

    private static List<String> explain(DecisionRow row, Locale locale) {
        return row.matches().isEmpty()
                ? List.of()
                : Explanation.of(new Decision.Review(row.matches(), row.version()), locale);
    }

    private static String reason(Act act) {
        String reason = act.reason;
        if (reason == null || reason.isBlank())
            throw new IllegalArgumentException("a reason is needed, it is kept with the decision: {\"reason\": \"…\"}");
        return reason;
    }

    private Registry registry() {
        DppNode dpp = node.dpp();
        if (dpp == null) throw new ResponseStatusException(HttpStatus.NOT_FOUND, "this process runs no DPP");
        if (dpp.servlet() == null)
            throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "the DPP is starting");
        return dpp.started().join().registry();
    }
}
