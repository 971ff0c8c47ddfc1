package org.qantara.tests.faults;

import org.qantara.tests.proxy.FailingProxy;
import org.qantara.tests.proxy.Weather;
import org.qantara.tests.sink.SinkFault;

/** Everything that is made to happen. Each stands alone in a run, and some in pairs. */
public enum FaultKind implements Fault {
    KILL_ENGINE("kill -9 of the engine", scene -> scene.engine().kill(), Scene::startEngine),
    TERM_ENGINE("SIGTERM of the engine", scene -> scene.engine().terminate(), Scene::startEngine),
    KILL_DPP("kill -9 of the DPP", scene -> scene.dpp().kill(), scene -> scene.dpp()
            .restart()),
    KILL_DPP_APPLIED(
            Needs.RECORDER, "the DPP applies and dies before it answers", FaultKind::haltAtNext, scene -> scene.dpp()
                    .restart()),
    KILL_DPP_DATABASE(
            Needs.REAL_DPP,
            "kill -9 of the DPP's PostgreSQL",
            scene -> scene.realDpp().database().kill(),
            scene -> scene.realDpp().database().start()),
    KILL_LEDGER(
            Needs.PRODUCTION,
            "kill -9 of PostgreSQL",
            scene -> scene.production().database().kill(),
            scene -> scene.production().database().start()),
    KILL_BROKER(
            Needs.PRODUCTION,
            "kill -9 of the broker",
            scene -> scene.production().broker().kill(),
            scene -> scene.production().broker().start()),
    CUT_SENDERS(
            "senders' connections cut",
            scene -> storm(scene.senders(), Weather.FINE.withRefusing(true)),
            scene -> calm(scene.senders())),
    SENDERS_HALF_OPEN(
            "senders' connections half open",
            scene -> scene.senders().weather(Weather.FINE.withMute(true)),
            scene -> calm(scene.senders())),
    SENDERS_SLOW(
            "senders' network slow, in pieces of 200 bytes",
            scene -> scene.senders().weather(Weather.FINE.withDelayMs(20).withPieceBytes(200)),
            scene -> calm(scene.senders())),
    CUT_DPP(
            "connections to the DPP cut",
            scene -> storm(scene.network(), Weather.FINE.withRefusing(true)),
            scene -> calm(scene.network())),
    DPP_HALF_OPEN(
            "connections to the DPP half open",
            scene -> scene.network().weather(Weather.FINE.withMute(true)),
            scene -> calm(scene.network())),
    DPP_NETWORK_SLOW(
            "network to the DPP at 100 KB/s and 100 ms",
            scene -> scene.network().weather(Weather.FINE.withDelayMs(100).withBytesPerSecond(100_000)),
            scene -> calm(scene.network())),
    DPP_500("the DPP answers 500", SinkFault.answer(500)),
    DPP_429("the DPP answers 429", SinkFault.answer(429).withRetryAfterS(1)),
    DPP_401("the DPP answers 401", SinkFault.answer(401)),
    DPP_409("the DPP answers 409 to three in ten", SinkFault.answer(409).withPercent(30)),
    DPP_GARBAGE("the DPP answers with a web page", SinkFault.garbage()),
    DPP_SLOW("the DPP takes 2 s for each message", SinkFault.slow(2_000)),
    DPP_ANSWERS_LOST("the DPP applies, the answer is lost", SinkFault.loseAnswer()),
    MAP_BROKEN("a map broken, then mended", Scene::breakMap, Scene::mendMap),
    ROUTE_RELOADED("the senders' route replaced, twice", Scene::changeRoute, Scene::changeRoute),
    CLOCK_FORWARD(
            Needs.CLOCK, "the engine's clock an hour ahead", scene -> scene.clock("+3600"), scene -> scene.clock("+0")),
    CLOCK_BACK(
            Needs.CLOCK,
            "the engine's clock an hour behind",
            scene -> scene.clock("-3600"),
            scene -> scene.clock("+0")),
    DISK_FULL(
            Needs.DISK,
            "the disk of journal and ledger full",
            scene -> scene.disk().fill(),
            scene -> scene.disk().free()),
    DISK_READ_ONLY(
            Needs.DISK,
            "the disk of journal and ledger fails and is read-only",
            scene -> scene.disk().readOnly(),
            Scene::mendDisk),
    POWER_CUT(Needs.DISK, "power cut: only what was forced to disk is left", Scene::cutPower, Scene::startEngine),
    OUT_OF_MEMORY("memory runs out, the engine ends", scene -> scene.starve(true), Scene::feed),
    OUT_OF_MEMORY_LIVES("memory runs out, the engine stumbles on", scene -> scene.starve(false), Scene::feed),
    REPLAYED("an operator replays 200 messages, twice", Scene::replay, Scene::replay);

    /** What a scene must have for a fault to be possible there. */
    enum Needs {
        NOTHING,
        /** Broker and ledger as processes of their own. */
        PRODUCTION,
        /** A library that gives one process a clock of its own. */
        CLOCK,
        /** A small file system of its own under journal and ledger. */
        DISK,
        /** The recording server in the place of the DPP, which answers as it is told. */
        RECORDER,
        /** The DPP itself. */
        REAL_DPP
    }

    private interface Act {
        void on(Scene scene) throws Exception;
    }

    private final Needs needs;
    private final String label;
    private final Act begin;
    private final Act end;

    FaultKind(String label, Act begin, Act end) {
        this(Needs.NOTHING, label, begin, end);
    }

    /** One that the DPP commits until it is healed. */
    FaultKind(String label, SinkFault fault) {
        this(Needs.RECORDER, label, scene -> scene.sink().fault(fault), scene -> scene.sink()
                .heal());
    }

    FaultKind(Needs needs, String label, Act begin, Act end) {
        this.needs = needs;
        this.label = label;
        this.begin = begin;
        this.end = end;
    }

    private static void storm(FailingProxy proxy, Weather weather) {
        proxy.weather(weather);
        proxy.cut();
    }

    /** What was on its way is gone: nobody knows whether it arrived. */
    private static void calm(FailingProxy proxy) {
        proxy.cut();
        proxy.weather(Weather.FINE);
    }

    private static void haltAtNext(Scene scene) throws Exception {
        scene.sink().fault(SinkFault.halt());
        scene.sink().awaitDeath();
    }

    /** What it needs of a scene. */
    Needs needs() {
        return needs;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public void begin(Scene scene) throws Exception {
        begin.on(scene);
    }

    @Override
    public void end(Scene scene) throws Exception {
        end.on(scene);
    }
}
