package org.qantara.engine.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private final AtomicLong now = new AtomicLong(1_000_000);
    private final AtomicInteger closings = new AtomicInteger();
    private final Breaker breaker = new Breaker("dpp", DeliverySettings.DEFAULT, now::get, closings::incrementAndGet);

    @Test
    void failuresOfOneLaneAloneNeverOpenIt() {
        for (int i = 0; i < 50; i++) {
            breaker.failure(7, "503");
        }
        assertThat(breaker.ask()).isZero();
    }

    @Test
    void failuresInARowOnSeveralLanesOpenItAndOneProbeClosesIt() {
        for (int lane = 0; lane < 5; lane++) {
            breaker.failure(lane, "503");
        }
        assertThat(breaker.openBecause()).isEqualTo("503");
        assertThat(breaker.ask()).isPositive();
        now.addAndGet(250);
        assertThat(breaker.ask()).as("the first may probe").isZero();
        assertThat(breaker.ask()).as("the second waits").isPositive();
        breaker.failure(1, "503");
        assertThat(breaker.ask()).isPositive();
        now.addAndGet(10_000);
        assertThat(breaker.ask()).isZero();
        breaker.success();
        assertThat(breaker.openBecause()).isNull();
        assertThat(closings).hasValue(1);
        assertThat(breaker.ask()).isZero();
        assertThat(breaker.ask()).isZero();
    }

    @Test
    void aBrokenDestinationIsProbedEveryTenSeconds() {
        breaker.broken("401");
        assertThat(breaker.ask()).isEqualTo(10_000);
        now.addAndGet(9_999);
        assertThat(breaker.ask()).isPositive();
        now.addAndGet(1);
        assertThat(breaker.ask()).isZero();
        breaker.broken("401");
        assertThat(breaker.ask()).isEqualTo(10_000);
    }

    @Test
    void aConflictShowsThatItIsThereAndCountsAsNobodysSuccess() {
        for (int lane = 0; lane < 5; lane++) {
            breaker.failure(lane, "503");
        }
        breaker.alive();
        assertThat(breaker.openBecause()).isNull();
        assertThat(closings).hasValue(1);
        assertThat(breaker.successes()).isZero();
    }
}
