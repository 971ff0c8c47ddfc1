package org.qantara.app.web;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.qantara.app.node.Node;
import org.qantara.engine.Engine;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /api/bulk}: how fast initial loads may go, and what of them still waits. A rate that is set here lasts until the process
 * ends; {@code QANTARA_BULK_PER_SECOND} is what it begins with.
 */
@RestController
class BulkApi {
    private static final int RATE_MAX = 1_000_000;

    private final Node node;

    BulkApi(Node node) {
        this.node = node;
    }

    /** @param perSecond messages a second and destination; 0 = no limit */
    record Order(@Nullable Integer perSecond) {}

    /** @param waiting messages of initial loads by destination, at most two seconds old */
    record Bulk(int perSecond, Map<String, Long> waiting) {
        static Bulk of(Engine engine) {
            Map<String, Long> waiting = new LinkedHashMap<>();
            engine.status().destinations().forEach(one -> waiting.put(one.name(), one.bulkQueued()));
            return new Bulk(engine.bulkPerSecond(), waiting);
        }
    }

    @GetMapping("/api/bulk")
    Bulk show() {
        return Bulk.of(Engines.node(node).engine());
    }

    @PostMapping("/api/bulk")
    Bulk set(@RequestBody Order order) {
        Integer rate = order.perSecond();
        if (rate == null || rate < 0 || rate > RATE_MAX)
            throw new ApiFailure(
                    HttpStatus.BAD_REQUEST,
                    "perSecond is " + rate + ", expected 0 (no limit) to " + RATE_MAX
                            + ", for example {\"perSecond\": 50}");
        Engine engine = Engines.node(node).engine();
        engine.bulkPerSecond(rate);
        return Bulk.of(engine);
    }
}
