package org.qantara.tests.load;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.mllp.client.ClientSettings;

/**
 * A load to be sent.
 *
 * @param target where to; its ackTimeoutMs counts for each message
 * @param connections each sends one message after the answer to the one before
 * @param ratePerSecond over all connections (open loop: due at fixed times whatever the receiver does); 0 sends as fast as the
 *     receiver answers (closed loop)
 * @param warmUp sent before measuring begins; not part of the result
 * @param duration what is measured
 * @param sender who it comes from
 * @param run tells its control ids from those of other loads
 * @param resend whether a message that was not taken (AR, CE, no answer, no connection) is sent again until it is, as real senders
 *     do; else it is counted and forgotten
 * @param acks where every answer is noted; null for nowhere
 */
public record LoadPlan(
        ClientSettings target,
        int connections,
        int ratePerSecond,
        Duration warmUp,
        Duration duration,
        Sender sender,
        Traffic traffic,
        long seed,
        String run,
        boolean resend,
        @Nullable AckLog acks) {

    /** As fast as the receiver answers, ADT of ten thousand patients, nothing sent twice, nothing noted. */
    public static LoadPlan closedLoop(ClientSettings target, int connections, Duration duration) {
        String run = Long.toString(System.currentTimeMillis() / 100 % 1_000_000_000L, 36);
        return new LoadPlan(
                target, connections, 0, Duration.ZERO, duration, Sender.CHU_RABAT, Traffic.ADT, 1, run, false, null);
    }

    /** Checks connections and rate. */
    public LoadPlan {
        if (connections < 1) {
            throw new IllegalArgumentException("connections is " + connections + ", expected at least 1");
        }
        if (ratePerSecond < 0) {
            throw new IllegalArgumentException(
                    "ratePerSecond is " + ratePerSecond + ", expected 0 (as fast as it goes) or more");
        }
    }

    public LoadPlan withRate(int perSecond) {
        return new LoadPlan(target, connections, perSecond, warmUp, duration, sender, traffic, seed, run, resend, acks);
    }

    public LoadPlan withWarmUp(Duration first) {
        return new LoadPlan(
                target, connections, ratePerSecond, first, duration, sender, traffic, seed, run, resend, acks);
    }

    public LoadPlan withDuration(Duration measured) {
        return new LoadPlan(
                target, connections, ratePerSecond, warmUp, measured, sender, traffic, seed, run, resend, acks);
    }

    public LoadPlan withTraffic(Sender from, Traffic what, long newSeed) {
        return new LoadPlan(
                target, connections, ratePerSecond, warmUp, duration, from, what, newSeed, run, resend, acks);
    }

    public LoadPlan withRun(String name) {
        return new LoadPlan(
                target, connections, ratePerSecond, warmUp, duration, sender, traffic, seed, name, resend, acks);
    }

    /** Sends again what was not taken, and notes every answer. */
    public LoadPlan persistent(AckLog log) {
        return new LoadPlan(
                target, connections, ratePerSecond, warmUp, duration, sender, traffic, seed, run, true, log);
    }

    public LoadPlan withAcks(@Nullable AckLog log) {
        return new LoadPlan(
                target, connections, ratePerSecond, warmUp, duration, sender, traffic, seed, run, resend, log);
    }
}
