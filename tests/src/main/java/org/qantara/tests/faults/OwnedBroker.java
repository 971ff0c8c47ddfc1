package org.qantara.tests.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.jspecify.annotations.Nullable;
import org.qantara.tests.process.QantaraProcess;
import org.qantara.tests.process.TestHome;

/** An Artemis in a process of its own that can be killed and started again on the same port and journal. */
final class OwnedBroker implements AutoCloseable {
    private final Path folder;
    private final int port;
    private @Nullable Process process;

    OwnedBroker(Path folder) throws IOException {
        this.folder = folder;
        this.port = TestHome.freePorts(1).get(0);
    }

    String url() {
        return "tcp://127.0.0.1:" + port;
    }

    /** Starts it and returns when it takes connections. */
    void start() throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OwnedBroker.class.getName(),
                        String.valueOf(port),
                        folder.resolve("broker").toString())
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("broker.log").toFile()))
                .start();
        QantaraProcess.endsWithThisOne(process);
        BufferedReader out = process.inputReader();
        for (String line = out.readLine(); !"ready".equals(line); line = out.readLine()) {
            if (line == null) throw new IOException("the broker did not start, see " + folder.resolve("broker.log"));
        }
        Thread drain = new Thread(() -> out.lines().forEach(line -> {}), "broker-output");
        drain.setDaemon(true);
        drain.start();
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
            running.waitFor();
        }
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }

    /** The process: port and folder. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        EmbeddedActiveMQ server = new EmbeddedActiveMQ();
        server.setConfiguration(new ConfigurationImpl()
                .setName("broker")
                .setSecurityEnabled(false) // loopback, and nobody but the test knows the port
                .setJMXManagementEnabled(false)
                .setJournalDirectory(folder.resolve("journal").toString())
                .setBindingsDirectory(folder.resolve("bindings").toString())
                .setLargeMessagesDirectory(folder.resolve("large").toString())
                .setPagingDirectory(folder.resolve("paging").toString())
                .setJournalType(JournalType.NIO)
                .setJournalDatasync(true)
                .setJournalSyncTransactional(true)
                .setJournalSyncNonTransactional(true)
                .addAddressSetting(
                        "#",
                        new AddressSettings()
                                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                                .setMaxDeliveryAttempts(-1)
                                .setRedeliveryDelay(0)
                                .setAutoDeleteQueues(false)
                                .setAutoDeleteAddresses(false))
                .addAcceptorConfiguration("tcp", "tcp://127.0.0.1:" + arguments[0]));
        server.start();
        System.out.println("ready");
    }
}
