package org.qantara.engine.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets messages that wait at the same moment share a transaction, because a commit and a request cost the same for one and for two.
 *
 * <p>A message never waits for another: only when as many transactions are under way as may be, those that queue up meanwhile are sent together.
 * Each lane has one message here at a time, so that messages of one patient never meet and order is kept. A shared transaction that is not taken
 * as a whole, whatever the answer, is followed by one for each of its messages: the poor one gets the answer that is its own, the others are
 * delivered, and rule 7 sees nothing of it. A crash between the two leaves what repeating mends, as for a single message. Thread-safe.
 */
public final class SharedTransactions implements Destination {

    private final FhirDestination destination;
    private final int messagesMax;
    private final int transactionsMax;
    private final List<Waiting> queue = new ArrayList<>();
    private int underWay;

    private static final class Waiting {
        private final Outbound message;
        private boolean taken;
        private @Nullable Answer answer;

        private Waiting(Outbound message) {
            this.message = message;
        }
    }

    /**
     * @param messagesMax messages in one transaction at most
     * @param transactionsMax transactions under way at most; with fewer workers than that nothing is ever shared
     */
    public SharedTransactions(FhirDestination destination, int messagesMax, int transactionsMax) {
        this.destination = destination;
        this.messagesMax = messagesMax;
        this.transactionsMax = transactionsMax;
    }

    @Override
    public String name() {
        return destination.name();
    }

    @Override
    public Answer deliver(Outbound outbound) {
        Waiting mine = new Waiting(outbound);
        List<Waiting> together;
        try {
            together = turn(mine);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Retry(null, "stopping", 0);
        }
        if (together.isEmpty()) {
            return answerOf(mine);
        }
        try {
            send(together);
        } finally {
            finished(together);
        }
        return answerOf(mine);
    }

    /** Messages that wait for their turn at this moment. */
    synchronized int waiting() {
        return queue.size();
    }

    /** Waits until this message may be sent, with those to send along; or until somebody else has sent it, with none. */
    private synchronized List<Waiting> turn(Waiting mine) throws InterruptedException {
        queue.add(mine);
        try {
            while (mine.taken ? mine.answer == null : underWay >= transactionsMax) {
                wait();
            }
        } catch (InterruptedException e) {
            queue.remove(mine);
            throw e;
        }
        if (mine.taken) {
            return List.of();
        }
        underWay++;
        List<Waiting> together = new ArrayList<>(List.of(mine));
        queue.remove(mine);
        mine.taken = true;
        while (together.size() < messagesMax && !queue.isEmpty()) {
            Waiting next = queue.remove(0);
            next.taken = true;
            together.add(next);
        }
        return together;
    }

    private void send(List<Waiting> together) {
        List<Outbound> messages =
                together.stream().map(waiting -> waiting.message).toList();
        Optional<List<Answer>> answers = messages.size() == 1
                ? Optional.empty()
                : SharedBundle.of(messages).flatMap(destination::deliverTogether);
        for (int index = 0; index < together.size(); index++) {
            Answer answer = answers.isPresent() ? answers.get().get(index) : destination.deliver(messages.get(index));
            synchronized (this) {
                together.get(index).answer = answer;
                notifyAll();
            }
        }
    }

    private synchronized Answer answerOf(Waiting waiting) {
        return waiting.answer == null
                ? new Answer.Retry(null, "the delivery of its transaction failed", 0)
                : waiting.answer;
    }

    private synchronized void finished(List<Waiting> together) {
        underWay--;
        for (Waiting waiting : together) {
            if (waiting.answer == null) {
                // the sending thread died of an error: nobody may wait for it for ever
                waiting.answer = new Answer.Retry(null, "the delivery of its transaction failed", 0);
            }
        }
        notifyAll();
    }
}
