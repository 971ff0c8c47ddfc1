package org.qantara.engine.simulation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.qantara.engine.ledger.Ledger;
import org.qantara.engine.ledger.LedgerSettings;
import org.qantara.engine.order.Orders;
import org.qantara.engine.pipeline.Mapper;
import org.qantara.mapping.Explanation;
import org.qantara.mapping.Issue;
import org.qantara.mapping.MapOutcome;
import org.qantara.mapping.MappedBundle;
import org.qantara.mapping.Mappings;
import org.qantara.mapping.Owns;
import org.qantara.mapping.SourceMessage;

/** Maps that read the bodies of letters, behind the engine's own mapper. A person mends them in the middle of a schedule. */
final class SimulatedMaps implements Mappings {
    private static final Orders NOBODY_ASKS = nobodyAsks();

    private final Baton baton;
    private final Draw draw;
    private final Mapper mapper;
    private boolean mended;

    SimulatedMaps(Baton baton, Draw draw) {
        this.baton = baton;
        this.draw = draw;
        this.mapper = new Mapper(() -> this, NOBODY_ASKS);
    }

    /** The maps of the simulation read no orders; the ledger behind these is closed. */
    private static Orders nobodyAsks() {
        Ledger ledger = Ledger.open(LedgerSettings.of("jdbc:h2:mem:simulation", "", ""));
        ledger.close();
        return new Orders(ledger);
    }

    Mapper mapper() {
        return mapper;
    }

    void mend() {
        mended = true;
    }

    boolean isMended() {
        return mended;
    }

    @Override
    public MapOutcome map(SourceMessage message) {
        baton.pause(draw.upTo(2));
        String body = new String(message.body(), StandardCharsets.UTF_8);
        if (!mended && body.startsWith("unmappable")) {
            return new MapOutcome.Quarantined(
                    List.of(new Issue("SIMULATED", Issue.Severity.ERROR, "PID-3", "not to be mapped yet")));
        }
        List<MappedBundle.Entry> entries = new ArrayList<>();
        for (Map.Entry<String, String> write : Letter.read(body).entrySet()) {
            String resource = write.getKey();
            int slash = resource.indexOf('/');
            entries.add(new MappedBundle.Entry(
                    resource.substring(0, slash),
                    resource.substring(slash + 1),
                    Owns.REPLACE,
                    List.of(),
                    Letter.json(resource, write.getValue()).getBytes(StandardCharsets.UTF_8)));
        }
        return new MapOutcome.Mapped(new MappedBundle(entries), List.of(), List.of());
    }

    @Override
    public Explanation explain(SourceMessage message) {
        return new Explanation(map(message), List.of());
    }

    @Override
    public String version() {
        return mended ? "mended" : "first";
    }
}
