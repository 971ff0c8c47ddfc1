package org.qantara.connectors.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.connectors.lab.astm.LabAstmConsumer;
import org.qantara.emulate.AnalyserEmulator;
import org.qantara.emulate.Dialect;
import org.qantara.emulate.LineFaults;

/** The route templates of this room, as they stand in {@code routes/templates}, run by Camel's YAML DSL. */
@Timeout(60)
class TemplatesIT {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @TempDir
    Path folder;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Map<String, String> stored = new ConcurrentHashMap<>();
    private final Map<String, Object> options = new ConcurrentHashMap<>();

    /** Stands for {@code inbox:}; remembers the facility's options and what it stored. */
    private final class InboxComponent extends DefaultComponent {
        @Override
        protected Endpoint createEndpoint(String uri, String facility, Map<String, Object> parameters) {
            options.putAll(parameters);
            parameters.clear();
            return new DefaultEndpoint(uri, this) {
                @Override
                public Producer createProducer() {
                    return new DefaultProducer(this) {
                        @Override
                        public void process(Exchange exchange) {
                            byte[] body = (byte[]) exchange.getIn().getBody();
                            stored.put(new String(body, StandardCharsets.ISO_8859_1), facility);
                            exchange.getMessage().setHeader(QantaraHeaders.OUTCOME, "accepted");
                        }
                    };
                }

                @Override
                public Consumer createConsumer(Processor processor) {
                    throw new UnsupportedOperationException();
                }
            };
        }
    }

    @BeforeEach
    void start() throws Exception {
        // as the application does
        camel.setLoadTypeConverters(false);
        Properties properties = new Properties();
        properties.setProperty("qantara.bind", "127.0.0.1");
        camel.getPropertiesComponent().setInitialProperties(properties);
        camel.addComponent("inbox", new InboxComponent());
        camel.start();
        try (Stream<Path> templates = Files.list(Path.of(System.getProperty("qantara.root"), "routes", "templates"))) {
            for (Path template : templates
                    .filter(t -> t.getFileName().toString().startsWith("lab-"))
                    .toList())
                PluginHelper.getRoutesLoader(camel)
                        .loadRoutes(ResourceHelper.fromString(
                                template.getFileName().toString(), Files.readString(template)));
        }
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private void add(String template, String... parameters) throws Exception {
        TemplatedRouteBuilder builder = TemplatedRouteBuilder.builder(camel, template)
                .routeId("LAB")
                .parameter("facility", "LAB-FES-01")
                .parameter("authority", "LABFES");
        for (int i = 0; i < parameters.length; i += 2) builder.parameter(parameters[i], parameters[i + 1]);
        builder.add();
    }

    @Test
    void anAnalyserCalls() throws Exception {
        add("lab-astm", "port", "0", "profile", "genexpert");
        int port = ((LabAstmConsumer) camel.getRoute("LAB").getConsumer()).getLocalPort();
        String message = Dialect.GENEXPERT.results("GX", "S1", "1");
        try (AnalyserEmulator analyser = new AnalyserEmulator(
                Dialect.GENEXPERT,
                () -> new Socket(LOOPBACK, port),
                LineFaults.none(),
                new AnalyserEmulator.Waits(5_000, 50, 50))) {
            analyser.send(message);
        }
        assertThat(stored).containsEntry(message, "LAB-FES-01");
        assertThat(options).containsEntry("authority", "LABFES").containsEntry("zone", "Africa/Casablanca");
    }

    @Test
    void aTerminalServerIsCalled() throws Exception {
        String message = Dialect.SYSMEX.results("XN", "S1", "1");
        try (ServerSocket terminal = new ServerSocket(0, 1, LOOPBACK)) {
            add("lab-astm-terminal", "terminalServer", "127.0.0.1:" + terminal.getLocalPort(), "profile", "sysmex");
            try (AnalyserEmulator analyser = new AnalyserEmulator(
                    Dialect.SYSMEX, terminal::accept, LineFaults.none(), new AnalyserEmulator.Waits(5_000, 50, 50))) {
                analyser.send(message);
            }
        }
        assertThat(stored).containsEntry(message, "LAB-FES-01");
    }

    @Test
    void hprimFilesArePickedUp() throws Exception {
        add("lab-hprim-folder", "folder", folder.toString(), "delayMs", "50");
        Files.writeString(folder.resolve("a.hpr"), "H|^~\\&\rL|1\r");
        Files.createFile(folder.resolve("a.ok"));
        await().until(() -> stored.containsKey("H|^~\\&\rL|1\r"));
        await().until(() -> Files.isDirectory(folder.resolve("done")) && !Files.exists(folder.resolve("a.hpr")));
    }

    @Test
    void delimitedFilesArePickedUp() throws Exception {
        add("lab-file", "folder", folder.toString(), "pattern", ".*\\.csv", "delayMs", "50");
        Files.writeString(folder.resolve("a.csv"), "sample;value\nS1;7\n");
        await().until(() -> stored.containsKey("sample;value\nS1;7\n"));
    }

    @Test
    void filesOnAnSftpServerArePickedUp() throws Exception {
        KeyPair user = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        Path key = Files.writeString(
                folder.resolve("id"),
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(user.getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
        Path home = Files.createDirectories(folder.resolve("home/results")).getParent();
        Files.writeString(home.resolve("results/a.hpr"), "H|^~\\&\rL|1\r");
        Files.createFile(home.resolve("results/a.ok"));
        try (SshServer server = SshServer.setUpDefaultServer()) {
            SimpleGeneratorHostKeyProvider host = new SimpleGeneratorHostKeyProvider();
            host.setAlgorithm("RSA");
            server.setHost("127.0.0.1");
            server.setPort(0);
            server.setKeyPairProvider(host);
            server.setPublickeyAuthenticator((name, offered, session) -> offered.equals(user.getPublic()));
            server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
            server.setFileSystemFactory(new VirtualFileSystemFactory(home));
            server.start();
            Path known = Files.writeString(
                    folder.resolve("known"),
                    "[127.0.0.1]:" + server.getPort() + " "
                            + PublicKeyEntry.toString(
                                    host.loadKeys(null).iterator().next().getPublic()) + "\n");
            add(
                    "lab-sftp",
                    "server",
                    "lab@127.0.0.1:" + server.getPort(),
                    "folder",
                    "results",
                    "privateKeyFile",
                    key.toString(),
                    "knownHostsFile",
                    known.toString(),
                    "format",
                    "hprim",
                    "pattern",
                    "(?i).*\\.hpr",
                    "ready",
                    "ok",
                    "delayMs",
                    "50");
            await().atMost(30, TimeUnit.SECONDS).until(() -> stored.containsKey("H|^~\\&\rL|1\r"));
            await().until(() ->
                    !Files.exists(home.resolve("results/a.hpr")) && !Files.exists(home.resolve("results/a.ok")));
            try (Stream<Path> done = Files.list(home.resolve("results/done"))) {
                assertThat(done.map(file -> file.getFileName().toString()))
                        .singleElement()
                        .asString()
                        .endsWith("-a.hpr");
            }
            camel.getRouteController().stopRoute("LAB");
        }
    }
}
