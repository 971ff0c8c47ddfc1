package org.qantara.engine.study;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.qantara.engine.message.StoredMessage;

/**
 * When the next version of a study is due. The first is said at once; later ones when its sender has released the association, when no
 * instance has come for a while, and now and then while they keep coming. Every wait doubles with each version, so that n instances make some
 * log(n) versions, however they are spread over time. Memory only: after a crash the messages that wait come again. Thread-safe.
 */
public final class StudyPace {
    private static final int DOUBLINGS_MAX = 6;
    private static final int RELEASES_REMEMBERED = 1_000;
    /** Should what asks for a version ever get lost. */
    private static final long ASK_AGAIN_MS = 600_000;

    /**
     * Waits before the second version; they double with each.
     *
     * @param quietMs since the last instance
     * @param releasedMs since the last instance, or the release, whichever is later
     * @param progressMs since the last version, while instances keep coming
     * @param forgetMs since the last instance: then the waits begin anew
     */
    public record Times(long quietMs, long releasedMs, long progressMs, long forgetMs) {
        /** 5 s, 1 s, 10 s, 10 minutes. */
        public static final Times DEFAULT = new Times(5_000, 1_000, 10_000, 600_000);
    }

    private static final class Progress {
        StoredMessage newest;
        int versions = 1;
        long lastInstanceMs;
        long lastVersionMs;
        long releasedMs;
        boolean waits;
        long askedMs;

        Progress(StoredMessage newest) {
            this.newest = newest;
        }
    }

    private final Times times;
    private final Map<StudyKey, Progress> studies = new HashMap<>();
    private final Map<String, Long> releases = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > RELEASES_REMEMBERED;
        }
    };

    /** With the given waits. */
    public StudyPace(Times times) {
        this.times = times;
    }

    /** A study whose next version is due, and the message in whose lane it is said. */
    public record Due(StudyKey key, StoredMessage message) {}

    /** An instance was noted and waits for a version. */
    public synchronized void waits(StudyKey key, StoredMessage message, long nowMs) {
        StoredMessage light = message.numbered(message.intake(), message.storedAtMs(), new byte[0]);
        Progress progress = studies.computeIfAbsent(key, k -> new Progress(light));
        if (progress.lastVersionMs == 0) {
            progress.lastVersionMs = nowMs; // the version before is of another life of this process
        }
        progress.newest = light;
        progress.lastInstanceMs = nowMs;
        progress.waits = true;
        Long released = releases.get(message.received().peer());
        progress.releasedMs = released == null ? 0 : released;
    }

    /** A version was said: what waited for it is settled. */
    public synchronized void said(StudyKey key, StoredMessage message, long nowMs) {
        Progress known = studies.get(key);
        if (known == null) {
            known = new Progress(message.numbered(message.intake(), message.storedAtMs(), new byte[0]));
            known.lastInstanceMs = nowMs;
            studies.put(key, known);
        } else {
            known.versions++;
        }
        known.lastVersionMs = nowMs;
        known.waits = false;
        known.askedMs = 0;
    }

    /** A sender has released its association. */
    public synchronized void released(String peer, long nowMs) {
        releases.remove(peer);
        releases.put(peer, nowMs);
        studies.values().stream()
                .filter(progress -> progress.newest.received().peer().equals(peer))
                .forEach(progress -> progress.releasedMs = nowMs);
    }

    /** Whether the study is known to wait: somebody will ask for its next version. */
    public synchronized boolean isWaiting(StudyKey key) {
        Progress progress = studies.get(key);
        return progress != null && progress.waits;
    }

    /** What is due now, each once until it is said or {@link #again asked for again}. */
    public synchronized List<Due> due(long nowMs) {
        List<Due> due = new ArrayList<>();
        studies.forEach((key, progress) -> {
            boolean asked = progress.askedMs > 0 && nowMs - progress.askedMs < ASK_AGAIN_MS;
            if (progress.waits && !asked && nowMs >= dueMs(progress)) {
                progress.askedMs = nowMs;
                due.add(new Due(key, progress.newest));
            }
        });
        studies.values().removeIf(progress -> !progress.waits && nowMs - progress.lastInstanceMs > times.forgetMs());
        return due;
    }

    /** A version that was due could not be asked for. */
    public synchronized void again(StudyKey key) {
        Progress progress = studies.get(key);
        if (progress != null) {
            progress.askedMs = 0;
        }
    }

    private long dueMs(Progress progress) {
        int doublings = Math.min(progress.versions - 1, DOUBLINGS_MAX);
        long quiet = progress.releasedMs > 0
                ? Math.max(progress.lastInstanceMs, progress.releasedMs) + (times.releasedMs() << doublings)
                : progress.lastInstanceMs + (times.quietMs() << doublings);
        return Math.min(quiet, progress.lastVersionMs + (times.progressMs() << doublings));
    }
}
