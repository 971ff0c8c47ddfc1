package org.qantara.engine.broker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.client.ServerLocator;

/**
 * Makes the folder of an embedded broker with all its lanes. Hundreds of definitions with an fsync each take half a minute on a busy
 * disk; nothing is at stake yet, so they are written without, forced once at the end, and the folder gets its name only then. A
 * crash before leaves a folder {@code .new}, which the next start makes anew.
 */
final class FirstStart {
    private FirstStart() {}

    /** Connects to a broker by its URL. */
    interface Connect {
        ServerLocator to(String url) throws Exception;
    }

    static void prepare(BrokerSettings settings, Topology topology, Connect connect) throws Exception {
        Path folder = settings.folder().toAbsolutePath();
        if (Files.exists(folder)) {
            return;
        }
        Path fresh = folder.resolveSibling(folder.getFileName() + ".new");
        delete(fresh);
        Files.createDirectories(fresh);
        try (EmbeddedBroker broker = new EmbeddedBroker(settings, fresh, false)) {
            broker.start();
            try (ServerLocator locator = connect.to(broker.url())) {
                topology.declare(locator);
            }
        }
        force(fresh);
        Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        forceOne(Objects.requireNonNull(folder.getParent(), "a folder below another"));
    }

    private static void force(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                forceOne(path);
            }
        }
    }

    private static void forceOne(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> walk = Files.walk(folder)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }
}
