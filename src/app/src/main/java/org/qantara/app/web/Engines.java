package org.qantara.app.web;

import org.qantara.app.node.EngineNode;
import org.qantara.app.node.Node;
import org.qantara.engine.Engine;
import org.springframework.http.HttpStatus;

/** The engine of this process, for paths that need one. */
final class Engines {
    private Engines() {}

    /** @throws ApiFailure 404 where this process runs the DPP alone */
    static Engine of(Node node) {
        return node(node).engine();
    }

    static EngineNode node(Node node) {
        EngineNode engine = node.engine();
        if (engine == null)
            throw new ApiFailure(
                    HttpStatus.NOT_FOUND, "no engine runs in this process: ask the one with --role engine");
        return engine;
    }
}
