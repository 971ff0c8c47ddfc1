package org.qantara.app.web;

import org.qantara.app.node.Node;
import org.qantara.app.node.NodeStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/status}: how the node stands: broker, ledger, destinations, facilities, certificates, alarms. */
@RestController
class StatusApi {
    private final Node node;

    StatusApi(Node node) {
        this.node = node;
    }

    @GetMapping("/api/status")
    NodeStatus status() {
        return Engines.node(node).watch().look();
    }
}
