package org.qantara.app.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.qantara.app.node.EngineNode;
import org.qantara.app.node.Node;
import org.qantara.engine.broker.BrokerUnavailable;
import org.qantara.engine.ledger.LedgerQuery;
import org.qantara.engine.ledger.LedgerRejected;
import org.qantara.engine.ledger.LedgerUnavailable;
import org.qantara.engine.replay.MapDiff;
import org.qantara.engine.replay.Messages;
import org.qantara.mapping.Compilation;
import org.qantara.mapping.Diagnostic;
import org.qantara.mapping.Mappings;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What is done to a whole selection of messages. An act goes through it page by page, oldest first: the answer's {@code last} is the
 * {@code after} of the next request, until it is absent.
 */
@RestController
@RequestMapping("/api/messages")
class SelectionApi {
    private static final int ACTS = 200;
    private static final int COMPARED_DEFAULT = 1_000;
    private static final int COMPARED_MAX = 10_000;

    private final Node node;

    SelectionApi(Node node) {
        this.node = node;
    }

    record Act(@Nullable Selection selection, @Nullable String reason) {}

    /** @param mappings absolute path of a folder on the engine's machine */
    record Comparison(@Nullable Selection selection, @Nullable String mappings) {}

    record Done(int done, int left, @Nullable Long last) {
        static Done of(Messages.Selected selected) {
            return new Done(selected.done().size(), selected.left(), selected.last());
        }
    }

    @PostMapping("/replay")
    Done replay(Authentication who, @RequestBody Act act) throws LedgerUnavailable, LedgerRejected, BrokerUnavailable {
        return Done.of(Engines.of(node).messages().replayAll(page(who, act), who.getName(), Reason.of(act.reason())));
    }

    @PostMapping("/discard")
    Done discard(Authentication who, @RequestBody Act act) throws LedgerUnavailable, LedgerRejected, BrokerUnavailable {
        return Done.of(Engines.of(node).messages().discardAll(page(who, act), who.getName(), Reason.of(act.reason())));
    }

    private static LedgerQuery page(Authentication who, Act act) {
        Selection selection = act.selection();
        LedgerQuery query = selection == null ? null : selection.query(Caller.of(who), ACTS, ACTS);
        if (query == null || !query.selects())
            throw new ApiFailure(
                    HttpStatus.BAD_REQUEST,
                    "a selection is needed, for example {\"selection\": {\"error\": \"MAPPING_FAILED\"}, \"reason\": \"...\"}");
        Long after = selection == null ? null : selection.after();
        return query.withAfter(after == null ? 0L : after);
    }

    /** Nothing is sent and nothing is written. The answer holds rules, places and numbers, no values. */
    @PostMapping("/what-would-change")
    MapDiff.Report whatWouldChange(Authentication who, @RequestBody Comparison comparison)
            throws LedgerUnavailable, IOException {
        EngineNode engine = Engines.node(node);
        Selection selection = comparison.selection();
        LedgerQuery query = selection == null
                ? LedgerQuery.newest(COMPARED_DEFAULT)
                : selection.query(Caller.of(who), COMPARED_DEFAULT, COMPARED_MAX);
        return engine.engine().messages().whatWouldChange(query, engine.maps().get(), compile(comparison.mappings()));
    }

    private static Mappings compile(@Nullable String folder) throws IOException {
        Path path = Path.of(folder == null ? "" : folder);
        if (!path.isAbsolute() || !Files.isDirectory(path))
            throw new ApiFailure(
                    HttpStatus.BAD_REQUEST,
                    "mappings '" + path + "': expected the absolute path of a folder on the engine's machine");
        Compilation compilation = Mappings.compile(path);
        if (compilation instanceof Compilation.Compiled compiled) return compiled.mappings();
        List<Diagnostic> errors = compilation.diagnostics().stream()
                .filter(one -> one.severity() == Diagnostic.Severity.ERROR)
                .toList();
        throw new ApiFailure(
                HttpStatus.UNPROCESSABLE_ENTITY,
                errors.size() + " mistakes in " + path + ", the first: " + errors.get(0));
    }
}
