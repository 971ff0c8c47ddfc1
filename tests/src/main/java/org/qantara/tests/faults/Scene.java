package org.qantara.tests.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.qantara.app.settings.Environment;
import org.qantara.app.settings.Role;
import org.qantara.app.settings.Settings;
import org.qantara.tests.Home;
import org.qantara.tests.process.Fhir;
import org.qantara.tests.process.QantaraProcess;
import org.qantara.tests.process.TestHome;
import org.qantara.tests.proxy.FailingProxy;
import org.qantara.tests.sink.Sink;

/**
 * What a run plays on: senders → proxy → engine (a process) → proxy → a recording server in the place of the DPP (a process). The
 * engine always comes back to the same ports and the same data. Not thread-safe.
 */
final class Scene implements AutoCloseable {
    private static final String ROUTE = "routes/facilities/CHU-RABAT.camel.yaml";
    private static final String MAP = "mappings/base/hl7v2/segments/pid.yaml";
    private static final List<String> JAVA =
            List.of("-Xmx1g", "-XX:TieredStopAtLevel=1", "-XX:ReservedCodeCacheSize=240m", "-XX:+UseSerialGC");

    private final Path folder;
    private final Path home;
    private final Sink sink;
    private final FailingProxy network;
    private final FailingProxy senders;
    private final Map<String, String> environment = new HashMap<>();
    private final Settings settings;
    private final @Nullable Production production;
    private final @Nullable SmallDisk disk;
    private final @Nullable OwnClock clock;
    private @Nullable QantaraProcess engine;
    private int changes;

    /** @param production broker and ledger as processes of their own; null = inside the engine */
    private Scene(Path folder, @Nullable Production production, boolean smallDisk, boolean ownClock) throws Exception {
        this.folder = folder;
        List<Integer> ports = TestHome.freePorts(3);
        this.home = TestHome.withPorts(folder.resolve("home"), ports.subList(0, 2));
        takeEverything();
        this.sink = Sink.start(folder.resolve("sink.log"));
        this.network = new FailingProxy(sink.port());
        this.senders = new FailingProxy(ports.get(0));
        this.production = production;
        this.disk = smallDisk ? SmallDisk.mount(folder.resolve("data")) : null;
        this.clock = ownClock ? OwnClock.find(folder.resolve("clock")) : null;
        environment.put("QANTARA_HOME", home.toString());
        environment.put("QANTARA_DATA", folder.resolve("data").toString());
        environment.put("QANTARA_HTTP_PORT", ports.get(2).toString());
        environment.put("QANTARA_DPP_URL", "http://127.0.0.1:" + network.port() + "/fhir");
        if (production != null) environment.putAll(production.environment());
        this.settings = Settings.from(Role.ENGINE, new Environment(environment));
        if (clock != null) environment.putAll(clock.environment());
    }

    /** Sets it up in an empty folder, the engine ready. */
    static Scene open(Path folder, @Nullable Production production, boolean smallDisk, boolean ownClock)
            throws Exception {
        Scene scene = new Scene(folder, production, smallDisk, ownClock);
        try {
            scene.startEngine();
        } catch (IOException | RuntimeException | Error e) {
            scene.close();
            throw e;
        }
        return scene;
    }

    /** One sender for everything: a hospital whose feed carries movements and results. */
    private void takeEverything() throws IOException {
        Path route = home.resolve(ROUTE);
        Files.writeString(route, Files.readString(route).replace("\"ADT^*\"", "\"ADT^*,ORU^*\""));
    }

    /** Whether a fault can happen here. */
    boolean can(FaultKind kind) {
        return switch (kind.needs()) {
            case NOTHING -> true;
            case PRODUCTION -> production != null;
            case CLOCK -> clock != null;
            case DISK -> disk != null;
        };
    }

    void startEngine() throws IOException {
        engine = QantaraProcess.start(folder.resolve("engine.log"), environment, JAVA, "run", "--role", "engine");
        engine.awaitReady(settings.httpBase());
    }

    QantaraProcess engine() {
        return Objects.requireNonNull(engine, "the engine was never started");
    }

    Sink sink() {
        return sink;
    }

    Path sinkLog() {
        return folder.resolve("sink.log");
    }

    /** Between engine and DPP. */
    FailingProxy network() {
        return network;
    }

    /** Between senders and engine. */
    FailingProxy senders() {
        return senders;
    }

    Production production() {
        return Objects.requireNonNull(production, "broker and ledger are inside the engine");
    }

    SmallDisk disk() {
        return Objects.requireNonNull(disk, "journal and ledger have no disk of their own");
    }

    /** What the engine's own API says, with tokens of its key. */
    Fhir door() {
        return new Fhir(settings.httpBase(), settings.tokens());
    }

    void clock(String offsetS) throws IOException {
        Objects.requireNonNull(clock, "there is no clock for one process here").set(offsetS);
    }

    void breakMap() throws IOException {
        Path map = home.resolve(MAP);
        Files.writeString(map, Files.readString(map) + "\nthis is no map: [\n");
    }

    void mendMap() throws IOException {
        Files.copy(Home.folder().resolve(MAP), home.resolve(MAP), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    /** A value that changes nothing for the sender: the route drains, stops, and starts anew. */
    void changeRoute() throws IOException {
        Path route = home.resolve(ROUTE);
        String text = Files.readString(route).replaceAll("\n *- \\{ name: silenceMinutes[^\n]*", "");
        Files.writeString(
                route,
                text.replaceFirst(
                        "(?m)^(\\s*)(- \\{ name: port,.*)$",
                        "$1$2\n$1- { name: silenceMinutes, value: " + (60 + ++changes) + " }"));
    }

    @Override
    public void close() throws Exception {
        try (AutoCloseable files = () -> {
                    if (disk != null) disk.close();
                };
                AutoCloseable servers = () -> {
                    if (production != null) production.close();
                };
                sink;
                network;
                senders) {
            if (engine != null) engine.close();
        }
    }
}
