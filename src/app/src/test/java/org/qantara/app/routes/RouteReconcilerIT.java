package org.qantara.app.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.connectors.mllp.client.ClientSettings;
import org.qantara.connectors.mllp.client.MllpClient;
import org.qantara.connectors.mllp.client.SendOutcome;

/** Edits of facility B's file under a live connection of facility A. */
class RouteReconcilerIT {
    @TempDir
    Path folder;

    private DefaultCamelContext camel;
    private RouteReconciler reconciler;
    private int sent;

    /** An inbox that accepts everything and remembers nothing: the routes are what is tested. */
    private static final class AcceptingInbox extends DefaultComponent {
        @Override
        protected org.apache.camel.Endpoint createEndpoint(
                String uri, String remaining, java.util.Map<String, Object> parameters) {
            parameters.clear();
            return new DefaultEndpoint(uri, this) {
                @Override
                public org.apache.camel.Producer createProducer() {
                    return new DefaultProducer(this) {
                        @Override
                        public void process(org.apache.camel.Exchange exchange) {
                            exchange.getMessage().setHeader("QantaraOutcome", "accepted");
                            exchange.getMessage().setHeader("QantaraAckCode", "AA");
                        }
                    };
                }

                @Override
                public org.apache.camel.Consumer createConsumer(org.apache.camel.Processor processor) {
                    throw new UnsupportedOperationException("an inbox is only written to");
                }
            };
        }
    }

    @BeforeEach
    void start() throws Exception {
        Files.createDirectories(folder.resolve("templates"));
        Files.createDirectories(folder.resolve("facilities"));
        Files.writeString(
                folder.resolve("templates/t.camel.yaml"),
                """
                - routeTemplate:
                    id: t
                    parameters:
                      - name: facility
                      - name: port
                      - name: charset
                        defaultValue: UTF-8
                    route:
                      from:
                        uri: mllp:{{qantara.bind}}:{{port}}
                        parameters:
                          charset: "{{charset}}"
                        steps:
                          - to: inbox:{{facility}}
                """);
        camel = new DefaultCamelContext();
        var properties = new Properties();
        properties.setProperty("qantara.bind", "127.0.0.1");
        camel.getPropertiesComponent().setInitialProperties(properties);
        camel.addComponent("inbox", new AcceptingInbox());
        camel.start();
        reconciler = new RouteReconciler(folder, camel, 0, Clock.systemUTC());
        facility("A", "UTF-8", 0);
        facility("B", "UTF-8", 0);
        reconciler.round();
    }

    @AfterEach
    void stop() {
        reconciler.close();
        camel.stop();
    }

    private void facility(String code, String charset, int port) throws Exception {
        Files.writeString(
                folder.resolve("facilities/" + code + ".camel.yaml"),
                """
                - templatedRoute:
                    routeTemplateRef: t
                    routeId: %s
                    parameters:
                      - { name: facility, value: FAC-%s }
                      - { name: port, value: %d }
                      - { name: charset, value: %s }
                """
                        .formatted(code, code, port, charset));
    }

    private RouteState state(String routeId) {
        return reconciler.states().stream()
                .filter(state -> state.routeId().equals(routeId))
                .findFirst()
                .orElseThrow();
    }

    private MllpClient client(String routeId) {
        return new MllpClient(ClientSettings.plain("127.0.0.1", state(routeId).port()));
    }

    private void accepted(MllpClient client) throws Exception {
        String message = "MSH|^~\\&|A|B|C|D|20261116||ADT^A01|M" + ++sent + "|P|2.5\rPID|1||1\r";
        assertThat(client.send(message.getBytes("UTF-8")).get(20, TimeUnit.SECONDS))
                .isInstanceOf(SendOutcome.Accepted.class);
    }

    @Test
    void editing_breaking_and_deleting_b_never_touches_a() throws Exception {
        try (MllpClient a = client("A")) {
            accepted(a);
            var since = state("A").since();
            long connections =
                    camel.getRoute("A").getConsumer() instanceof org.qantara.connectors.mllp.MllpConsumer consumer
                            ? consumer.getConnectionsOpen()
                            : -1;
            assertThat(connections).isEqualTo(1);

            var firstB = state("B");
            facility("B", "ISO-8859-6", 0);
            reconciler.round();
            assertThat(state("B").state()).isEqualTo(RouteState.State.RUNNING);
            assertThat(state("B").since()).isAfter(firstB.since());
            accepted(a);

            var editedB = state("B");
            facility("B", "no-such-charset", 0);
            reconciler.round();
            assertThat(state("B").state()).isEqualTo(RouteState.State.RUNNING_OLD_VERSION);
            assertThat(state("B").message()).contains("B.camel.yaml:7:").contains("no-such-charset");
            assertThat(state("B").port()).isEqualTo(editedB.port());
            try (MllpClient b = client("B")) {
                accepted(b);
            }
            accepted(a);

            Files.delete(folder.resolve("facilities/B.camel.yaml"));
            reconciler.round();
            assertThat(reconciler.states()).extracting(RouteState::routeId).containsExactly("A");
            try (MllpClient b = new MllpClient(ClientSettings.plain("127.0.0.1", editedB.port()))) {
                assertThat(b.send("MSH|^~\\&|A".getBytes("UTF-8")).get(20, TimeUnit.SECONDS))
                        .isInstanceOf(SendOutcome.Unreachable.class);
            }
            accepted(a);
            assertThat(state("A").since()).isEqualTo(since);
            assertThat(((org.qantara.connectors.mllp.MllpConsumer)
                                    camel.getRoute("A").getConsumer())
                            .getConnectionsOpen())
                    .as("A's one connection was never closed")
                    .isEqualTo(1);
        }
    }

    @Test
    void a_busy_port_fails_alone_and_is_taken_when_it_becomes_free() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            facility("C", "UTF-8", taken.getLocalPort());
            reconciler.round();
            assertThat(state("C").state()).isEqualTo(RouteState.State.FAILED);
            assertThat(state("C").message()).containsIgnoringCase("in use");
            try (MllpClient a = client("A")) {
                accepted(a);
            }
        }
        reconciler.round();
        assertThat(state("C").state()).isEqualTo(RouteState.State.RUNNING);
        try (MllpClient c = client("C")) {
            accepted(c);
        }
    }

    @Test
    void a_comment_restarts_nothing_and_a_template_restarts_its_routes() throws Exception {
        var before = state("A").since();
        Path file = folder.resolve("facilities/A.camel.yaml");
        Files.writeString(file, "# a comment\n" + Files.readString(file));
        reconciler.round();
        assertThat(state("A").since()).isEqualTo(before);

        Path template = folder.resolve("templates/t.camel.yaml");
        Files.writeString(
                template,
                Files.readString(template)
                        .replace("charset: \"{{charset}}\"", "charset: \"{{charset}}\"\n          backlog: 7"));
        reconciler.round();
        assertThat(state("A").since()).isAfter(before);
        try (MllpClient a = client("A")) {
            accepted(a);
        }
    }

    @Test
    void two_files_may_exchange_their_ports() throws Exception {
        int a = state("A").port();
        int b = state("B").port();
        facility("A", "UTF-8", b);
        facility("B", "UTF-8", a);
        reconciler.round();
        assertThat(state("A").port()).isEqualTo(b);
        assertThat(state("B").port()).isEqualTo(a);
        try (MllpClient client = client("A")) {
            accepted(client);
        }
    }
}
