package org.qantara.tests.faults;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.qantara.app.security.Access;
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
    private static final List<String> JAVA = QantaraProcess.small("1g");

    /** Enough to start and to take messages of a few kilobytes. */
    private static final List<String> STARVED = QantaraProcess.small("144m");

    private static final Duration STARVED_START = Duration.ofSeconds(20);
    private static final int REPLAYED = 200;

    private final Path folder;
    private final Path home;
    private final Dpp dpp;
    private final FailingProxy network;
    private final FailingProxy senders;
    private final Map<String, String> environment = new HashMap<>();
    private final Settings settings;
    private final @Nullable Production production;
    private final @Nullable Path patch;
    private final @Nullable OwnDisk disk;
    private final @Nullable OwnClock clock;
    private @Nullable QantaraProcess engine;
    private @Nullable Hunger hunger;
    private int changes;

    private Scene(Path folder, Stage stage, boolean ownDisk, boolean ownClock) throws Exception {
        this.folder = folder;
        List<Integer> ports = TestHome.freePorts(3);
        this.home = TestHome.withPorts(folder.resolve("home"), ports.subList(0, 2));
        takeEverything();
        this.dpp = stage.realDpp() ? RealDpp.start(folder) : RecordingDpp.start(folder);
        this.network = new FailingProxy(dpp.port());
        this.senders = new FailingProxy(ports.get(0));
        this.production = stage.production() ? Production.start(folder) : null;
        this.patch = stage.patch();
        this.disk = ownDisk ? OwnDisk.mount(folder.resolve("data"), folder.resolve("disk.image")) : null;
        this.clock = ownClock ? OwnClock.find(folder.resolve("clock")) : null;
        environment.put("QANTARA_HOME", home.toString());
        environment.put("QANTARA_DATA", folder.resolve("data").toString());
        environment.put("QANTARA_HTTP_PORT", ports.get(2).toString());
        environment.put("QANTARA_DPP_URL", "http://127.0.0.1:" + network.port() + "/fhir");
        environment.putAll(dpp.environment());
        if (production != null) environment.putAll(production.environment());
        this.settings = Settings.from(Role.ENGINE, new Environment(environment));
        if (clock != null) environment.putAll(clock.environment());
    }

    /** Sets it up in an empty folder, the engine ready. */
    static Scene open(Path folder, Stage stage, boolean ownDisk, boolean ownClock) throws Exception {
        Scene scene = new Scene(folder, stage, ownDisk, ownClock);
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
            case RECORDER -> dpp instanceof RecordingDpp;
            case REAL_DPP -> dpp instanceof RealDpp;
        };
    }

    void startEngine() throws IOException {
        launch(JAVA).awaitReady(settings.httpBase());
    }

    private QantaraProcess launch(List<String> java) throws IOException {
        QantaraProcess started =
                QantaraProcess.start(folder.resolve("engine.log"), environment, java, patch, "run", "--role", "engine");
        engine = started;
        return started;
    }

    /** The engine in a heap that does not suffice, and somebody who fills it. */
    void starve(boolean endsAtOnce) throws IOException, InterruptedException {
        engine().kill();
        List<String> java = new ArrayList<>(STARVED);
        java.add(endsAtOnce ? "-XX:+ExitOnOutOfMemoryError" : "-XX:-ExitOnOutOfMemoryError");
        launch(java).becomesReady(settings.httpBase(), STARVED_START); // whether it gets that far is its own affair
        hunger = new Hunger(senders.port());
    }

    /** The engine in a heap that suffices, whatever became of the other. */
    void feed() throws IOException, InterruptedException {
        if (hunger != null) hunger.close();
        hunger = null;
        engine().kill();
        startEngine();
    }

    /** The machine of journal and ledger loses its power. */
    void cutPower() throws IOException, InterruptedException {
        disk().cutPower(() -> engine().freeze(), () -> engine().kill());
    }

    /** The engine ends, the disk is mounted anew, the engine begins. */
    void mendDisk() throws IOException, InterruptedException {
        engine().kill();
        disk().again();
        startEngine();
    }

    /** An operator sends the newest messages of every kind again that have reached the DPP. */
    void replay() throws IOException, InterruptedException {
        HttpResponse<String> answer = door().post(
                        "/api/messages/replay",
                        Map.of(
                                "selection",
                                Map.of("state", "delivered", "limit", REPLAYED),
                                "reason",
                                "the fault suite tries a replay"),
                        Access.OPERATOR);
        if (answer.statusCode() != 200)
            throw new IOException("no replay: " + answer.statusCode() + " " + answer.body());
    }

    QantaraProcess engine() {
        return Objects.requireNonNull(engine, "the engine was never started");
    }

    Dpp dpp() {
        return dpp;
    }

    /** Where answers are made on order. */
    Sink sink() {
        if (dpp instanceof RecordingDpp recording) return recording.sink();
        throw new IllegalStateException("the DPP is the real one");
    }

    RealDpp realDpp() {
        if (dpp instanceof RealDpp real) return real;
        throw new IllegalStateException("the DPP is the recording one");
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

    OwnDisk disk() {
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
                dpp;
                network;
                senders) {
            if (hunger != null) hunger.close();
            if (engine != null) engine.close();
        }
    }
}
