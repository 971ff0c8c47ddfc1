package org.qantara.engine.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.settings.impl.DiskFullMessagePolicy;
import org.apache.activemq.artemis.utils.critical.CriticalAnalyzerPolicy;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.EngineStatus;

/**
 * One run of the broker inside this JVM. It is reachable by this process only ({@code vm://n}), so it needs no credential.
 * After a crash the next run finds every confirmed message in the journal.
 */
final class EmbeddedBroker implements AutoCloseable {
    private static final AtomicInteger VM_IDS = new AtomicInteger();

    private final EmbeddedActiveMQ server = new EmbeddedActiveMQ();
    private final String url;

    EmbeddedBroker(BrokerSettings settings) {
        this(settings, settings.folder(), true);
    }

    /** @param sync false only while a new folder is prepared, which holds no message yet */
    EmbeddedBroker(BrokerSettings settings, Path folder, boolean sync) {
        this.url = "vm://" + VM_IDS.incrementAndGet();
        server.setConfiguration(
                configuration(settings, folder.toAbsolutePath(), url).setJournalDatasync(sync));
    }

    String url() {
        return url;
    }

    void start() throws Exception {
        server.start();
        if (!isActive()) {
            server.stop();
            throw new IllegalStateException(
                    "the embedded broker did not become active; another process may hold the lock of "
                            + server.getConfiguration().getJournalLocation());
        }
    }

    boolean isActive() {
        var running = server.getActiveMQServer();
        return running != null && running.isStarted() && running.isActive();
    }

    /** What it holds now, null when it does not run. */
    EngineStatus.@Nullable Journal journal() {
        ActiveMQServer running = server.getActiveMQServer();
        if (running == null || !running.isStarted() || !running.isActive()) {
            return null;
        }
        return new EngineStatus.Journal(
                running.getTotalMessageCount(),
                running.getPagingManager().getGlobalSize(),
                running.getDiskStoreUsage(),
                bytes(server.getConfiguration().getJournalLocation().toPath()));
    }

    private static long bytes(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException e) {
            return 0; // the broker is stopping: there is nothing to measure
        }
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }

    private static Configuration configuration(BrokerSettings settings, Path folder, String url) {
        try {
            return new ConfigurationImpl()
                    .setName("qantara")
                    .setPersistenceEnabled(true)
                    .setSecurityEnabled(false)
                    .setJMXManagementEnabled(false)
                    .setMessageCounterEnabled(false)
                    .setJournalDirectory(folder.resolve("journal").toString())
                    .setBindingsDirectory(folder.resolve("bindings").toString())
                    .setLargeMessagesDirectory(folder.resolve("large").toString())
                    .setPagingDirectory(folder.resolve("paging").toString())
                    .setJournalType(JournalType.NIO)
                    .setJournalSyncTransactional(true)
                    .setJournalSyncNonTransactional(true)
                    .setLargeMessageSync(true)
                    .setJournalFileSize(10 << 20)
                    .setJournalMinFiles(4)
                    .setJournalPoolFiles(16)
                    .setJournalBufferTimeout_NIO(settings.journalBufferTimeoutNs())
                    .setJournalLockAcquisitionTimeout(5_000)
                    .setGlobalMaxSize(settings.memoryBytesMax())
                    .setMaxDiskUsage(settings.diskUsagePercentMax())
                    .setDiskScanPeriod(1_000)
                    .setCriticalAnalyzer(true)
                    .setCriticalAnalyzerPolicy(CriticalAnalyzerPolicy.SHUTDOWN)
                    .setGracefulShutdownEnabled(false)
                    .addAddressSetting("#", addressSettings())
                    .addAcceptorConfiguration("vm", url);
        } catch (Exception e) {
            throw new IllegalStateException("the embedded broker's settings are not usable: " + e.getMessage(), e);
        }
    }

    /** Paging beyond the memory limit, failing (not blocking) on a full disk, and never a broker-side redelivery policy. */
    private static AddressSettings addressSettings() {
        return new AddressSettings()
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                .setDiskFullMessagePolicy(DiskFullMessagePolicy.FAIL)
                .setMaxSizeBytes(8 << 20)
                .setPageSizeBytes(2 << 20)
                .setMaxDeliveryAttempts(-1)
                .setRedeliveryDelay(0)
                .setDeadLetterAddress(SimpleString.of(Topology.NEVER))
                .setExpiryAddress(SimpleString.of(Topology.NEVER))
                .setAutoCreateQueues(false)
                .setAutoCreateAddresses(false)
                .setAutoDeleteQueues(false)
                .setAutoDeleteAddresses(false);
    }
}
