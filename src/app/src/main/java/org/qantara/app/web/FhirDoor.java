package org.qantara.app.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.qantara.app.node.DppNode;

/**
 * Stands at {@code /fhir} from the first second: 503 with an OperationOutcome while the DPP starts (the engine is told to retry
 * and its senders notice nothing), then the DPP's own servlet. Thread-safe.
 */
final class FhirDoor extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final byte[] STARTING =
            """
            {"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"transient",\
            "diagnostics":"the DPP is starting; send again in a few seconds"}]}"""
                    .getBytes(StandardCharsets.UTF_8);

    private final transient Supplier<@Nullable DppNode> node;
    private transient volatile @Nullable HttpServlet ready;

    FhirDoor(Supplier<@Nullable DppNode> node) {
        this.node = node;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        HttpServlet dpp = ready != null ? ready : open();
        if (dpp != null) {
            dpp.service(request, response);
            return;
        }
        response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setHeader("Retry-After", "5");
        response.setContentType("application/fhir+json;charset=UTF-8");
        response.getOutputStream().write(STARTING);
    }

    private synchronized @Nullable HttpServlet open() throws ServletException {
        if (ready != null) return ready;
        DppNode dpp = node.get();
        HttpServlet servlet = dpp == null ? null : dpp.servlet();
        if (servlet == null) return null;
        servlet.init(getServletConfig());
        ready = servlet;
        return servlet;
    }

    @Override
    public void destroy() {
        HttpServlet dpp = ready;
        if (dpp != null) dpp.destroy();
    }
}
