package org.qantara.connectors.lab.astm;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The open lines by the address of their endpoint, so that a message to an analyser uses the line it already has. Thread-safe. */
final class LineRegister {
    private final ConcurrentHashMap<String, Set<AstmLine>> lines = new ConcurrentHashMap<>();

    void add(String address, AstmLine line) {
        lines.computeIfAbsent(address, a -> ConcurrentHashMap.newKeySet()).add(line);
    }

    void remove(String address, AstmLine line) {
        Set<AstmLine> open = lines.get(address);
        if (open != null) open.remove(line);
    }

    /** The open lines of this address; only those of one peer when {@code peer} is not empty. */
    List<AstmLine> open(String address, String peer) {
        return lines.getOrDefault(address, Set.of()).stream()
                .filter(line -> peer.isEmpty() || line.peer().equals(peer))
                .toList();
    }
}
