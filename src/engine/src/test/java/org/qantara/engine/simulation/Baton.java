package org.qantara.engine.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Threads that take turns, and their clock. Exactly one thread holds the baton; at each {@link #pause} it draws who goes on: another thread, itself,
 * or something that is due. When nobody can go on, the clock jumps to what comes next. All state of a schedule is touched by the holder only, so
 * nothing else needs a lock.
 */
final class Baton {
    private static final int STEPS_MAX = 400_000;
    private static final long LEAP_MAX_MS = 250;
    private static final ExecutorService THREADS = Executors.newCachedThreadPool(run -> {
        Thread thread = new Thread(run, "simulated");
        thread.setDaemon(true);
        return thread;
    });

    /** What the schedule is told by its baton. */
    interface Watch {
        /** Asked before time passes: whether the schedule has come to its end. May fail it. */
        boolean isOver();
    }

    /** A thread of the schedule. */
    final class Actor {
        private final String name;
        private final Semaphore turn = new Semaphore(0);
        private long readyAtMs;
        private boolean idle;
        private boolean gone;

        private Actor(String name) {
            this.name = name;
        }

        /** Something may have come for it. */
        void wake() {
            idle = false;
        }

        /** Its process is gone: whatever it waits for, it goes on now. */
        void hurry() {
            idle = false;
            readyAtMs = nowMs;
        }

        boolean isIdle() {
            return idle;
        }

        private boolean canGoOn() {
            return !gone && !idle && readyAtMs <= nowMs;
        }
    }

    /** Something that happens at a time; {@code run} does nothing after {@link #callOff}. */
    final class Event {
        private final long atMs;
        private final int tie;
        private @Nullable Runnable run;

        private Event(long atMs, Runnable run) {
            this.atMs = atMs;
            this.tie = draw.below(1 << 20);
            this.run = run;
        }

        void callOff() {
            run = null;
        }
    }

    private final Draw draw;
    private final double stay;
    private final double leap;
    private final List<Actor> actors = new ArrayList<>();
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.<Event>comparingLong(e -> e.atMs).thenComparingInt(e -> e.tie));
    private final Semaphore ended = new Semaphore(0);
    private @Nullable Actor holder;
    private @Nullable Watch watch;
    private @Nullable String failure;
    private boolean over;
    private long nowMs;
    private int steps;

    Baton(Draw draw) {
        this.draw = draw;
        this.stay = draw.of(List.of(0.0, 0.3, 0.7, 0.9)); // how willingly a thread gives the baton away
        this.leap = draw.of(List.of(0.0, 0.02, 0.1)); // how often time passes although somebody could go on
    }

    long nowMs() {
        return nowMs;
    }

    int steps() {
        return steps;
    }

    /** What went wrong first. */
    @Nullable
    String failure() {
        return failure;
    }

    String holder() {
        return holder == null ? "world" : holder.name;
    }

    /** Ends the schedule with a failure. */
    void fail(String why) {
        if (failure == null) {
            failure = why;
        }
        over = true;
    }

    Event in(long waitMs, Runnable run) {
        Event event = new Event(nowMs + Math.max(0, waitMs), run);
        events.add(event);
        return event;
    }

    /** Adds a thread; before {@link #run}. */
    Actor add(String name, Runnable body) {
        Actor actor = new Actor(name);
        actors.add(actor);
        THREADS.execute(() -> {
            actor.turn.acquireUninterruptibly();
            try {
                body.run();
            } catch (Throwable t) {
                if (!(t instanceof Halt)) {
                    fail("thread " + name + " died: " + t);
                }
            } finally {
                leave(actor);
            }
        });
        return actor;
    }

    /** Runs the schedule to its end; called by a thread that is none of its actors. */
    void run(Watch judge) {
        this.watch = judge;
        handTo(next());
        ended.acquireUninterruptibly();
    }

    /** Others may go on; returns when it is this thread's turn again, at the earliest after the wait. */
    void pause(long waitMs) {
        Actor me = holder;
        if (me == null) {
            throw new IllegalStateException("something that may wait was called by no thread of the schedule");
        }
        if (waitMs == 0 && !over && draw.chance(stay)) {
            return;
        }
        me.readyAtMs = nowMs + waitMs;
        Actor next = next();
        if (next != me) {
            handTo(next);
            me.turn.acquireUninterruptibly();
        }
        holder = me;
        if (over) {
            throw Halt.now();
        }
    }

    /** Waits until somebody calls {@link Actor#wake}. */
    void idle() {
        Actor me = holder;
        if (me != null) {
            me.idle = true;
        }
        pause(0);
    }

    private void handTo(Actor next) {
        holder = next;
        next.turn.release();
    }

    private void leave(Actor actor) {
        actor.gone = true;
        over = true;
        for (Actor other : actors) {
            if (!other.gone) {
                handTo(other);
                return;
            }
        }
        ended.release();
    }

    private Actor next() {
        while (!over) {
            if (++steps > STEPS_MAX) {
                fail("no end in sight after " + STEPS_MAX + " steps");
                break;
            }
            int ready = 0;
            for (Actor actor : actors) {
                ready += actor.canGoOn() ? 1 : 0;
            }
            boolean due = !events.isEmpty() && events.peek().atMs <= nowMs;
            int choice = ready + (due ? 1 : 0);
            if (choice == 0 || leap > 0 && draw.chance(leap)) {
                timePasses(choice > 0);
                continue;
            }
            int chosen = draw.below(choice);
            if (chosen == ready) {
                happen(events.remove());
                continue;
            }
            for (Actor actor : actors) {
                if (actor.canGoOn() && chosen-- == 0) {
                    return actor;
                }
            }
        }
        for (Actor actor : actors) {
            if (!actor.gone) {
                return actor;
            }
        }
        throw new IllegalStateException("everybody has gone and somebody asks who is next");
    }

    private void happen(Event event) {
        Runnable run = event.run;
        if (run != null) {
            Actor before = holder;
            holder = null;
            run.run();
            holder = before;
        }
    }

    private void timePasses(boolean thoughSomebodyCould) {
        if (!thoughSomebodyCould && watch != null && watch.isOver()) {
            over = true;
            return;
        }
        long next = Long.MAX_VALUE;
        for (Event event : events) {
            if (event.atMs > nowMs) {
                next = Math.min(next, event.atMs);
            }
        }
        for (Actor actor : actors) {
            if (!actor.gone && !actor.idle && actor.readyAtMs > nowMs) {
                next = Math.min(next, actor.readyAtMs);
            }
        }
        if (thoughSomebodyCould && next > nowMs + LEAP_MAX_MS) {
            return; // a thread may be slow, not dead
        }
        if (next != Long.MAX_VALUE) {
            nowMs = next;
        } else if (!thoughSomebodyCould) {
            fail("nothing will ever happen again");
        }
    }
}
