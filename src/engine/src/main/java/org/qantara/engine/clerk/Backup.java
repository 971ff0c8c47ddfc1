package org.qantara.engine.clerk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.qantara.engine.EngineSettings;
import org.qantara.engine.broker.BrokerUnavailable;
import org.qantara.engine.delivery.Destination;
import org.qantara.engine.inbox.QueueBrowse;
import org.qantara.engine.ledger.Ledger;
import org.qantara.engine.ledger.LedgerRejected;
import org.qantara.engine.ledger.LedgerUnavailable;
import org.qantara.engine.message.StoredMessage;

/**
 * Backup and restore of the engine. The ledger is the copy of the broker: first every queued message gets its row, then the ledger
 * is copied while it is in use. A restore brings the ledger back and leaves the broker empty; at start {@link Recovery} puts what is
 * not settled into its lane again, and numbers begin above the clock's and the ledger's. The DPP is to be copied after the engine:
 * then it holds at least what the ledger calls delivered, and what it holds more is written again with equal numbers.
 */
public final class Backup {
    private static final String LEDGER = "ledger.zip";

    private final EngineSettings settings;
    private final Ledger ledger;
    private final QueueBrowse queues;

    /** Of the given engine. */
    public Backup(EngineSettings settings, Ledger ledger, QueueBrowse queues) {
        this.settings = settings;
        this.ledger = ledger;
        this.queues = queues;
    }

    /**
     * What was copied.
     *
     * @param queued messages that were in the broker at that moment
     * @param ledgerFile the copy; on PostgreSQL it does not exist and the database's own tools must make it
     */
    public record Report(long queued, Path ledgerFile, boolean ledgerCopied) {}

    /** Writes the copy into an empty or new folder, while the engine works. */
    public Report to(Path folder) throws IOException, BrokerUnavailable, LedgerUnavailable, LedgerRejected {
        Files.createDirectories(folder);
        try (Stream<Path> present = Files.list(folder)) {
            if (present.findAny().isPresent()) {
                throw new IOException("the backup folder " + folder + " is not empty, name a new one");
            }
        }
        long queued = 0;
        List<String> destinations = new ArrayList<>(List.of(EngineSettings.DPP));
        settings.more().stream().map(Destination::name).forEach(destinations::add);
        for (String destination : destinations) {
            List<StoredMessage> waiting = new ArrayList<>();
            queues.numbers(destination, waiting::add);
            for (StoredMessage message : waiting) {
                note(message, destination);
            }
            queued += waiting.size();
        }
        Path file = folder.resolve(LEDGER);
        return new Report(queued, file, ledger.copyTo(file));
    }

    private void note(StoredMessage message, String destination) throws LedgerUnavailable, LedgerRejected {
        switch (message.kind()) {
            case MESSAGE -> {
                if (message.refusal() != null || destination.equals(EngineSettings.DPP)) {
                    ledger.keep(message);
                } else {
                    ledger.pending(message, destination);
                }
            }
            case TOKEN, REPLAY, FOLD -> {
                // a token follows from its message; what an operator asked for is asked for again
            }
        }
    }

    /**
     * Brings a backup back into a data folder that holds neither ledger nor broker. To be done before the engine starts.
     *
     * @throws IOException when something is in the way, or the backup holds no ledger
     */
    public static void restore(Path backup, Path dataFolder) throws IOException {
        Path file = backup.resolve(LEDGER);
        if (!Files.isRegularFile(file)) {
            throw new IOException(
                    "no " + LEDGER + " in " + backup + "; on PostgreSQL restore the database with its own tools");
        }
        Files.createDirectories(dataFolder);
        try (DirectoryStream<Path> present = Files.newDirectoryStream(dataFolder, "{ledger*.db,broker}")) {
            for (Path inTheWay : present) {
                throw new IOException(inTheWay + " is in the way; restore into a folder without ledger and broker");
            }
        }
        try (InputStream in = Files.newInputStream(file);
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path target = dataFolder.resolve(
                        Path.of(entry.getName()).getFileName().toString());
                Files.copy(zip, target);
            }
        }
    }
}
