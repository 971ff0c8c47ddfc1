package org.qantara.app.web;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.qantara.app.node.EngineNode;
import org.qantara.app.node.Node;
import org.qantara.engine.ledger.LedgerUnavailable;
import org.qantara.engine.ledger.UnmappedCodeRow;
import org.qantara.engine.ledger.UnmappedFieldRow;
import org.qantara.mapping.Mappings;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * {@code /api/codes} and {@code /api/unmapped}: what the feeds send and the maps do not read, by frequency.
 *
 * <p>Codes are no patient data, but a sender can write anything anywhere: what fewer than {@value #COMMON} messages had is shown
 * without code and text unless the caller has the scope {@code phi.read}.
 */
@RestController
class SightingsApi {
    private static final String PHI = "SCOPE_phi.read";
    private static final int COMMON = 3;
    private static final int LIMIT_MAX = 10_000;

    private final Node node;

    SightingsApi(Node node) {
        this.node = node;
    }

    /** One entry; {@code code} and {@code text} are null when hidden. Times are ISO-8601 with offset. */
    record Code(
            String facility,
            String table,
            String system,
            @Nullable String code,
            @Nullable String text,
            String path,
            long messages,
            String firstAt,
            String lastAt,
            long example) {
        static Code of(UnmappedCodeRow row, boolean shown) {
            return new Code(
                    row.facility(),
                    row.table(),
                    row.system(),
                    shown ? row.code() : null,
                    shown ? row.text() : null,
                    row.path(),
                    row.messages(),
                    row.firstAt().toString(),
                    row.lastAt().toString(),
                    row.example());
        }
    }

    record Codes(List<Code> codes) {}

    record Field(
            String facility,
            String messageType,
            String path,
            long messages,
            String firstAt,
            String lastAt,
            long example) {
        static Field of(UnmappedFieldRow row) {
            return new Field(
                    row.facility(),
                    row.messageType(),
                    row.path(),
                    row.messages(),
                    row.firstAt().toString(),
                    row.lastAt().toString(),
                    row.example());
        }
    }

    record Fields(List<Field> fields) {}

    /**
     * Codes without a row in their table, the most frequent first.
     *
     * @param all also those that the maps which run now translate
     */
    @GetMapping("/api/codes")
    Codes codes(
            Authentication who,
            @RequestParam(required = false) @Nullable String facility,
            @RequestParam(required = false) @Nullable String table,
            @RequestParam(defaultValue = "false") boolean all,
            @RequestParam(defaultValue = "500") int limit)
            throws LedgerUnavailable {
        EngineNode engine = engine();
        boolean phi =
                who.getAuthorities().stream().anyMatch(a -> a.getAuthority().equals(PHI));
        Mappings maps = engine.maps().get();
        return new Codes(engine.engine().sightings().codes(facility, table, limit(limit)).stream()
                .filter(row -> all || !maps.translates(row.facility(), row.table(), row.code()))
                .map(row -> Code.of(row, phi || row.messages() >= COMMON))
                .toList());
    }

    /** Fields that no map reads, the most frequent first. */
    @GetMapping("/api/unmapped")
    Fields fields(
            @RequestParam(required = false) @Nullable String facility, @RequestParam(defaultValue = "500") int limit)
            throws LedgerUnavailable {
        return new Fields(engine().engine().sightings().fields(facility, limit(limit)).stream()
                .map(Field::of)
                .toList());
    }

    private static int limit(int asked) {
        return Math.max(1, Math.min(asked, LIMIT_MAX));
    }

    private EngineNode engine() {
        EngineNode engine = node.engine();
        if (engine == null)
            throw new ResponseStatusException(
                    HttpStatus.NOT_FOUND, "no engine runs in this process: ask the one with --role engine");
        return engine;
    }

    @ExceptionHandler
    ResponseEntity<Map<String, String>> down(LedgerUnavailable failure) {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .body(Map.of("error", "the ledger is down; messages are still accepted, ask again later"));
    }
}
