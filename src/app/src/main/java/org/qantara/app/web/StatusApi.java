package org.qantara.app.web;

import org.qantara.app.node.EngineNode;
import org.qantara.app.node.Node;
import org.qantara.engine.EngineStatus;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** {@code GET /api/status}: how the engine stands. */
@RestController
class StatusApi {
    private final Node node;

    StatusApi(Node node) {
        this.node = node;
    }

    @GetMapping("/api/status")
    EngineStatus status() {
        EngineNode engine = node.engine();
        if (engine == null) throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        return engine.engine().status();
    }
}
