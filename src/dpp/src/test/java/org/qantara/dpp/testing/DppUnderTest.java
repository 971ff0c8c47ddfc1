package org.qantara.dpp.testing;

import ca.uhn.fhir.context.FhirContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.hl7.fhir.r4.model.Resource;
import org.qantara.dpp.Dpp;
import org.qantara.dpp.DppSettings;

/**
 * A DPP behind a real web server on a free loopback port. The header {@code X-Scopes} of a request stands for the token's scopes; without it
 * the request may read and write.
 */
public final class DppUnderTest implements AutoCloseable {

    private static final String SCOPES_HEADER = "X-Scopes";
    private static final String JSON = "application/fhir+json";

    private final String base;
    private final DppSettings settings;
    private final AutoCloseable server;
    private final HttpClient client = HttpClient.newHttpClient();

    /**
     * A DPP that is served already.
     *
     * @param base where it answers, {@code http://127.0.0.1:<port>/fhir}
     * @param server what to close with it
     */
    DppUnderTest(String base, DppSettings settings, AutoCloseable server) {
        this.base = base;
        this.settings = settings;
        this.server = server;
    }

    public static DppUnderTest start(DppSettings settings) {
        Dpp dpp = Dpp.start(settings);
        return serve(dpp.fhirServlet(), dpp, settings);
    }

    /** Mounts a servlet that was made elsewhere; {@code repository} is closed after the web server. */
    public static DppUnderTest serve(HttpServlet servlet, AutoCloseable repository, DppSettings settings) {
        Path base = Database.temporaryFolder();
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(base.toString());
        tomcat.setHostname(InetAddress.getLoopbackAddress().getHostAddress());
        tomcat.setPort(0);
        tomcat.getConnector()
                .setProperty("address", InetAddress.getLoopbackAddress().getHostAddress());
        Context context = tomcat.addContext("", base.toString());
        Tomcat.addServlet(context, "fhir", servlet);
        context.addServletMappingDecoded("/fhir/*", "fhir");
        FilterDef scopes = new FilterDef();
        scopes.setFilterName("scopes");
        scopes.setFilter(new ScopesOfHeader());
        context.addFilterDef(scopes);
        FilterMap everything = new FilterMap();
        everything.setFilterName("scopes");
        everything.addURLPattern("/*");
        context.addFilterMap(everything);
        try {
            tomcat.start();
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
        return new DppUnderTest("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/fhir", settings, () -> {
            tomcat.stop();
            tomcat.destroy();
            repository.close();
        });
    }

    public DppSettings settings() {
        return settings;
    }

    public String base() {
        return base;
    }

    public Answer get(String path) {
        return send(request(path).GET().build());
    }

    public Answer post(String path, Resource resource) {
        return send(request(path).POST(BodyPublishers.ofString(json(resource))).build());
    }

    public Answer put(String path, Resource resource) {
        return send(request(path).PUT(BodyPublishers.ofString(json(resource))).build());
    }

    public Answer delete(String path) {
        return send(request(path).DELETE().build());
    }

    /** A request to {@code path} below {@code /fhir}, to be completed by the test. */
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base() + path))
                .header("Content-Type", JSON)
                .header("Accept", JSON);
    }

    public HttpRequest.Builder request(String path, String scopes) {
        return request(path).header(SCOPES_HEADER, scopes);
    }

    public Answer send(HttpRequest request) {
        try {
            var response = client.send(request, BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public static String json(Resource resource) {
        return FhirContext.forR4Cached().newJsonParser().encodeResourceToString(resource);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class ScopesOfHeader extends HttpFilter {

        private static final long serialVersionUID = 1L;

        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, jakarta.servlet.ServletException {
            String scopes = request.getHeader(SCOPES_HEADER);
            request.setAttribute(
                    "qantara.scopes", scopes == null ? Set.of("fhir.read", "fhir.write") : Set.of(scopes.split(" ")));
            chain.doFilter(request, response);
        }
    }
}
