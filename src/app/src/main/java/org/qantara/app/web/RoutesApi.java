package org.qantara.app.web;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.qantara.app.node.EngineNode;
import org.qantara.app.node.Node;
import org.qantara.app.routes.RouteState;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/routes}: what every route does, and the mistakes that stand in the route files. */
@RestController
class RoutesApi {
    private final Node node;

    RoutesApi(Node node) {
        this.node = node;
    }

    record Answer(List<Route> routes, List<String> mistakes) {}

    record Route(
            String routeId,
            String facility,
            String protocol,
            @Nullable Integer port,
            String state,
            @Nullable String message,
            String since) {
        static Route of(RouteState state) {
            return new Route(
                    state.routeId(),
                    state.facility(),
                    state.protocol(),
                    state.port(),
                    state.state().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    state.message(),
                    state.since().toString());
        }
    }

    @GetMapping("/api/routes")
    Answer routes() {
        EngineNode engine = node.engine();
        if (engine == null) return new Answer(List.of(), List.of());
        return new Answer(
                engine.routes().states().stream().map(Route::of).toList(),
                engine.routes().diagnostics().stream().map(Object::toString).toList());
    }
}
