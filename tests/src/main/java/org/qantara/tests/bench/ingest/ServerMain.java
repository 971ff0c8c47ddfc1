package org.qantara.tests.bench.ingest;

import ca.uhn.fhir.rest.server.RestfulServer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.qantara.dpp.Dpp;
import org.qantara.dpp.DppSettings;
import org.qantara.dpp.RegistrySettings;

/**
 * A server under measurement as a process of its own: {@code ServerMain <plain|dpp|dpp-registry> <jdbc url> <user>}. Prints {@code READY <port>} when it answers and
 * ends with its standard input, so that it never outlives the bench.
 */
final class ServerMain {

    private static final int REGION = 3;

    private ServerMain() {}

    public static void main(String[] arguments) throws Exception {
        HttpServlet servlet = arguments[0].equals("plain")
                ? PlainHapi.start(arguments[1], arguments[2]).getBean(RestfulServer.class)
                : Dpp.start(settings(arguments[1], arguments[2])
                                .with(arguments[0].equals("dpp") ? RegistrySettings.OFF : RegistrySettings.ON))
                        .fhirServlet();
        System.out.println("READY " + serve(servlet));
        while (System.in.read() >= 0) {
            // whoever started this process holds the other end
        }
        System.exit(0);
    }

    private static DppSettings settings(String jdbcUrl, String user) {
        return new DppSettings(
                jdbcUrl,
                user,
                "",
                null,
                DppSettings.CONNECTIONS_MAX_DEFAULT,
                DppSettings.BODY_BYTES_MAX_DEFAULT,
                Map.of(MessageMix.FACILITY, REGION));
    }

    private static int serve(HttpServlet servlet) throws IOException, LifecycleException {
        Path base = Files.createTempDirectory("bench-web");
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
        scopes.setFilter(new EngineScopes());
        context.addFilterDef(scopes);
        FilterMap everything = new FilterMap();
        everything.setFilterName("scopes");
        everything.addURLPattern("/*");
        context.addFilterMap(everything);
        tomcat.start();
        return tomcat.getConnector().getLocalPort();
    }

    /** What the web server of the product leaves on an authenticated request of the engine. */
    private static final class EngineScopes extends HttpFilter {

        private static final long serialVersionUID = 1L;

        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            request.setAttribute("qantara.scopes", Set.of("fhir.read", "fhir.write"));
            chain.doFilter(request, response);
        }
    }
}
