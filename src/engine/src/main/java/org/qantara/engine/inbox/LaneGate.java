package org.qantara.engine.inbox;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.qantara.engine.broker.BrokerUnavailable;

/**
 * The narrow place before a lane: a number is taken and its send issued while the gate is held, so that the order of numbers is
 * the order of the queue. Who needs several gates takes them in ascending order and waits until nothing is under way in them.
 */
final class LaneGate {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition quiet = lock.newCondition();
    private int underWay;

    void hold() {
        lock.lock();
    }

    void release() {
        lock.unlock();
    }

    /** A send was issued; the gate is held by the caller. */
    void issued() {
        underWay++;
    }

    /** A send was confirmed or has failed. */
    void answered() {
        lock.lock();
        try {
            underWay--;
            if (underWay == 0) {
                quiet.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits, with the gate held, until every send through it was answered. */
    void awaitQuiet(long timeoutMs) throws BrokerUnavailable {
        long leftNs = TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        try {
            while (underWay > 0) {
                if (leftNs <= 0) {
                    throw new BrokerUnavailable("sends of this lane were not confirmed in " + timeoutMs + " ms");
                }
                leftNs = quiet.awaitNanos(leftNs);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerUnavailable("interrupted while waiting for a quiet lane", e);
        }
    }
}
