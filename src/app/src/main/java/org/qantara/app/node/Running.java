package org.qantara.app.node;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import org.qantara.app.security.OperatorPassword;
import org.qantara.app.security.Trust;
import org.qantara.app.settings.Settings;
import org.qantara.app.settings.TlsFiles;
import org.qantara.app.web.WebServer;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * A process that runs: engine first (it acknowledges before anything else is up), the web server beside it, the DPP behind it.
 * Stops in the other direction: listeners, messages in flight, web, DPP.
 */
public final class Running implements AutoCloseable {
    private final Settings settings;
    private final Node node;
    private final ConfigurableApplicationContext web;
    private final OperatorPassword password;
    private final RunFile runFile;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    private Running(
            Settings settings,
            Node node,
            ConfigurableApplicationContext web,
            OperatorPassword password,
            RunFile runFile) {
        this.settings = settings;
        this.node = node;
        this.web = web;
        this.password = password;
        this.runFile = runFile;
    }

    /** Starts everything the role asks for; returns when messages are accepted and HTTP answers. The DPP may still be starting. */
    public static Running start(Settings settings) throws IOException {
        Files.createDirectories(settings.dataFolder());
        SSLContext trust = Trust.context(settings.tls());
        if (trust != null)
            SSLContext.setDefault(trust); // every client of this process, the engine's delivery among them
        OperatorPassword password = OperatorPassword.in(settings.dataFolder());
        Node node = Node.start(settings);
        node.startDpp(); // the engine accepts by now; web server and DPP share the two cores
        try {
            ConfigurableApplicationContext web = new SpringApplicationBuilder(WebServer.class)
                    .web(WebApplicationType.SERVLET)
                    .bannerMode(Banner.Mode.OFF)
                    .registerShutdownHook(false) // this class decides the order
                    .properties(properties(settings))
                    .initializers((ConfigurableApplicationContext context) -> {
                        var beans = (GenericApplicationContext) context;
                        beans.registerBean(Settings.class, () -> settings);
                        beans.registerBean(Node.class, () -> node, definition -> definition.setDestroyMethodName(""));
                        beans.registerBean(OperatorPassword.class, () -> password);
                    })
                    .run();
            RunFile runFile = new RunFile(
                    ProcessHandle.current().pid(),
                    settings.role().name().toLowerCase(Locale.ROOT),
                    settings.httpBase());
            runFile.write(settings.dataFolder());
            var running = new Running(settings, node, web, password, runFile);
            Runtime.getRuntime().addShutdownHook(new Thread(running::stopAndWait, "shutdown"));
            return running;
        } catch (RuntimeException | IOException e) {
            node.closeEngine();
            node.close();
            throw e;
        }
    }

    private static Map<String, Object> properties(Settings settings) {
        var properties = new HashMap<String, Object>();
        properties.put("server.port", settings.httpPort());
        properties.put("server.address", settings.bind().getHostAddress());
        TlsFiles tls = settings.tls();
        if (tls != null) {
            properties.put("server.ssl.certificate", tls.certificate().toUri().toString());
            properties.put(
                    "server.ssl.certificate-private-key", tls.key().toUri().toString());
            properties.put("server.ssl.enabled-protocols", "TLSv1.3,TLSv1.2");
        }
        return properties;
    }

    /** Says where everything is; the console's password only on the start that made it. */
    public void announce(PrintStream out) {
        String base = settings.httpBase();
        out.println("qantara runs (" + runFile.role() + "), data in " + settings.dataFolder());
        EngineNode engine = node.engine();
        if (engine != null)
            engine.routes()
                    .states()
                    .forEach(route -> out.printf(
                            "  %-9s %s:%s  %s%n",
                            route.protocol(),
                            settings.bind().getHostAddress(),
                            route.port() == null ? "" : route.port(),
                            route.facility() + (route.message() == null ? "" : "  FAILED: " + route.message())));
        if (node.dpp() != null) out.println("  fhir      " + base + "/fhir      (token: ./qantara token)");
        out.println("  console   " + base + "/console   (user " + OperatorPassword.USER + ")");
        if (password.justMade() != null) {
            out.println();
            out.println("  console password, shown only this once: " + password.justMade());
        }
        out.flush();
    }

    /** The web context, for tests that ask which doors there are. */
    public ApplicationContext web() {
        return web;
    }

    public Settings settings() {
        return settings;
    }

    public Node node() {
        return node;
    }

    /** Blocks until {@link #close()}, SIGTERM or Ctrl-C. */
    public void awaitStop() throws InterruptedException {
        stop.await();
    }

    private void stopAndWait() {
        close();
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            if (stop.getCount() == 0) return;
            stop.countDown();
        }
        try {
            node.closeEngine();
            web.close();
            node.close();
            runFile.remove(settings.dataFolder());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("run.json could not be removed; the next start overwrites it", e);
        } finally {
            stopped.countDown();
        }
    }
}
