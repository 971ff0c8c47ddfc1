package org.qantara.connectors.lab.astm.link;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A link without a network: records what it writes, hands over and times, and answers verdicts from a list. */
final class LinkRig implements Link.Port {
    final StringBuilder wire = new StringBuilder();
    final List<String> messages = new ArrayList<>();
    final List<String> faults = new ArrayList<>();
    final List<String> faultReasons = new ArrayList<>();
    final List<String> sent = new ArrayList<>();
    final List<String> rejected = new ArrayList<>();
    /** Verdicts to come; null = later. When empty, everything is accepted. */
    final ArrayDeque<String> verdicts = new ArrayDeque<>();

    boolean mayReceive = true;
    int timerMs;

    @Nullable
    Consumer<Verdict> later;

    final Link link;

    LinkRig(Profile profile, int messageBytesMax, boolean acknowledgeRefused) {
        link = new Link(profile, this, messageBytesMax, acknowledgeRefused);
    }

    static LinkRig of(String profile) {
        return new LinkRig(Profiles.load(profile), 1_000_000, false);
    }

    void receive(byte[] bytes) {
        for (byte b : bytes) link.read(b);
    }

    void receive(String text) {
        receive(Bytes.of(text));
    }

    void send(String text) {
        link.send(new Link.Outgoing(Bytes.of(text), reason -> sent.add(reason.isEmpty() ? "ok" : reason)));
    }

    String takeWire() {
        String all = wire.toString();
        wire.setLength(0);
        return all;
    }

    @Override
    public void write(byte[] bytes) {
        wire.append(Bytes.text(bytes));
    }

    @Override
    public void restartTimer(int delayMs) {
        timerMs = delayMs;
    }

    @Override
    public void handOver(byte[] message, Consumer<Verdict> verdict) {
        messages.add(Bytes.text(message));
        answer(verdict);
    }

    @Override
    public void fault(byte[] bytes, String reason, Consumer<Verdict> verdict) {
        faults.add(Bytes.text(bytes));
        faultReasons.add(reason);
        verdict.accept(Verdict.REFUSED);
    }

    private void answer(Consumer<Verdict> verdict) {
        String next = verdicts.isEmpty() ? "accepted" : verdicts.remove();
        if (next.equals("later")) later = verdict;
        else verdict.accept(Verdict.valueOf(next.toUpperCase(java.util.Locale.ROOT)));
    }

    @Override
    public void rejected(String reason) {
        rejected.add(reason);
    }

    @Override
    public boolean mayReceive() {
        return mayReceive;
    }
}
