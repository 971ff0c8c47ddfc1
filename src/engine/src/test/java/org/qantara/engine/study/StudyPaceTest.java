package org.qantara.engine.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.qantara.engine.message.Kind;
import org.qantara.engine.message.Labels;
import org.qantara.engine.message.StoredMessage;
import org.qantara.engine.testing.MadeStudy;

/** When versions are due, on a clock of the test's own. */
class StudyPaceTest {
    private static final StudyKey KEY = new StudyKey("dpp", "IMG-TEST", "1.2.3");

    private final StudyPace pace = new StudyPace(new StudyPace.Times(5_000, 1_000, 10_000, 600_000));
    private int versions;

    private static StoredMessage message(long intake) {
        return new StoredMessage(
                intake,
                Kind.MESSAGE,
                7,
                false,
                List.of(),
                0,
                0,
                new MadeStudy("1.2.3", "P", "A").image(1),
                Labels.none("x"),
                null,
                null);
    }

    /** Says what is due at that time. */
    private void tick(long nowMs) {
        for (StudyPace.Due due : pace.due(nowMs)) {
            assertThat(due.key()).isEqualTo(KEY);
            assertThat(pace.due(nowMs)).as("asked for once").isEmpty();
            pace.said(KEY, due.message(), nowMs);
            versions++;
        }
    }

    private void first(long nowMs) {
        pace.said(KEY, message(1), nowMs);
        versions++;
    }

    @Test
    void aQuietSenderIsWaitedFor() {
        first(1_000);
        pace.waits(KEY, message(2), 2_000);
        tick(6_900);
        assertThat(versions).isEqualTo(1);
        tick(7_000);
        assertThat(versions).isEqualTo(2);
        tick(100_000);
        assertThat(versions).as("nothing waits").isEqualTo(2);
    }

    @Test
    void aReleaseHurriesWhetherItIsHeardBeforeTheInstanceOrAfter() {
        first(1_000);
        pace.waits(KEY, message(2), 2_000);
        pace.released("127.0.0.1:40104", 2_100);
        tick(3_000);
        assertThat(versions).isEqualTo(1);
        tick(3_100);
        assertThat(versions).isEqualTo(2);
        pace.released("127.0.0.1:40104", 3_200);
        pace.waits(KEY, message(3), 3_300);
        tick(5_300);
        assertThat(versions).isEqualTo(3);
    }

    @Test
    void aThousandInstancesHoweverFastMakeAHandful() {
        for (long everyMs : new long[] {1, 100, 900, 1_100, 6_000, 30_000}) {
            versions = 0;
            StudyPaceTest run = new StudyPaceTest();
            run.first(1_000);
            long now = 1_000;
            for (int instance = 2; instance <= 1_000; instance++) {
                long until = now + everyMs;
                for (; now < until; now += Math.min(250, everyMs)) {
                    run.tick(now);
                }
                run.pace.waits(KEY, message(instance), now);
                run.pace.released("127.0.0.1:40104", now); // an association for each, as some modalities do
            }
            for (long end = now + 600_000; now < end; now += 250) {
                run.tick(now);
            }
            assertThat(run.pace.isWaiting(KEY)).isFalse();
            long minutes = everyMs * 1_000 / 60_000;
            assertThat(run.versions)
                    .as("versions when one comes every %d ms", everyMs)
                    .isLessThanOrEqualTo((int) (10 + minutes));
        }
    }

    @Test
    void whatCouldNotBeAskedForIsDueAgain() {
        first(1_000);
        pace.waits(KEY, message(2), 2_000);
        assertThat(pace.due(7_000)).hasSize(1);
        assertThat(pace.due(7_100)).isEmpty();
        pace.again(KEY);
        assertThat(pace.due(7_200)).hasSize(1);
    }
}
