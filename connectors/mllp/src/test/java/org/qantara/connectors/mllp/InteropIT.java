package org.qantara.connectors.mllp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ca.uhn.hl7v2.AcknowledgmentCode;
import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.HapiContext;
import ca.uhn.hl7v2.app.Connection;
import ca.uhn.hl7v2.app.HL7Service;
import ca.uhn.hl7v2.llp.MinLowerLayerProtocol;
import ca.uhn.hl7v2.model.Message;
import ca.uhn.hl7v2.model.v251.message.ACK;
import ca.uhn.hl7v2.protocol.ReceivingApplication;
import ca.uhn.hl7v2.protocol.ReceivingApplicationException;
import ca.uhn.hl7v2.util.idgenerator.InMemoryIDGenerator;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Component;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.qantara.connectors.mllp.client.ClientSettings;
import org.qantara.connectors.mllp.client.MllpClient;
import org.qantara.connectors.mllp.client.SendOutcome;

/** The implementations that hospitals have on the other end: HAPI's HL7 client and server, Camel's own MLLP component. */
@Timeout(120)
class InteropIT {
    private static final String ADT =
            "MSH|^~\\&|HIS|CHU|Q|D|20260102030405||ADT^A01^ADT_A01|%s|P|2.5.1||||||UNICODE UTF-8\r"
                    + "EVN|A01|20260102030405\rPID|1||42^^^CHU||بن علي^محمد||19800101|M\rPV1|1|I\r";

    /** Routes refuse what says so in PID-5. */
    private static void judge(Exchange exchange) {
        boolean refuse = exchange.getIn().getBody(String.class).contains("REFUSE");
        exchange.getMessage().setHeader("QantaraOutcome", refuse ? "refused" : "accepted");
        if (refuse) {
            exchange.getMessage().setHeader("QantaraAckCode", "AE");
            exchange.getMessage().setHeader("QantaraHl7Error", "101");
            exchange.getMessage().setHeader("QantaraErrorLocation", "MSH^1^9");
            exchange.getMessage().setHeader("QantaraErrorText", "MSH-9 is empty");
        }
    }

    private static HapiContext hapi() {
        HapiContext context = new DefaultHapiContext();
        MinLowerLayerProtocol mllp = new MinLowerLayerProtocol();
        mllp.setCharset(UTF_8);
        context.setLowerLayerProtocol(mllp);
        // the default one writes a file into the working folder
        context.getParserConfiguration().setIdGenerator(new InMemoryIDGenerator());
        return context;
    }

    @Test
    void hapisClientReadsOurAnswers() throws Exception {
        try (Listening listening = new Listening("", InteropIT::judge);
                HapiContext hapi = hapi()) {
            Connection connection = hapi.newClient("127.0.0.1", listening.port(), false);
            connection.getInitiator().setTimeout(20, TimeUnit.SECONDS);
            for (int i = 0; i < 20; i++) {
                Message sent = hapi.getPipeParser().parse(ADT.formatted("H" + i));
                ACK ack = (ACK) connection.getInitiator().sendAndReceive(sent);
                assertThat(ack.getMSA().getAcknowledgmentCode().getValue()).isEqualTo("AA");
                assertThat(ack.getMSA().getMessageControlID().getValue()).isEqualTo("H" + i);
                assertThat(ack.getMSH().getReceivingApplication().encode()).isEqualTo("HIS");
            }
            Message refused = hapi.getPipeParser().parse(ADT.formatted("R").replace("محمد", "REFUSE"));
            ACK nak = (ACK) connection.getInitiator().sendAndReceive(refused);
            assertThat(nak.getMSA().getAcknowledgmentCode().getValue()).isEqualTo("AE");
            assertThat(nak.getERR().getHL7ErrorCode().getIdentifier().getValue())
                    .isEqualTo("101");
            assertThat(nak.getERR().getErrorLocation(0).encode()).isEqualTo("MSH^1^9");
            assertThat(new String(listening.received.element().body(), UTF_8)).contains("بن علي^محمد");
            connection.close();
        }
    }

    @Test
    void ourClientReadsHapisAnswers() throws Exception {
        int port = freePort();
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        try (HapiContext hapi = hapi()) {
            HL7Service server = hapi.newServer(port, false);
            server.registerApplication(new HapiApplication(seen));
            server.startAndWait();
            try (MllpClient client = new MllpClient(ClientSettings.plain("127.0.0.1", port))) {
                for (int i = 0; i < 20; i++) {
                    assertThat(client.send(ADT.formatted("O" + i).getBytes(UTF_8))
                                    .get(20, TimeUnit.SECONDS))
                            .isInstanceOf(SendOutcome.Accepted.class);
                }
                assertThat(client.send(ADT.formatted("N")
                                        .replace("محمد", "REFUSE")
                                        .getBytes(UTF_8))
                                .get(20, TimeUnit.SECONDS))
                        .isInstanceOfSatisfying(SendOutcome.Refused.class, refused -> assertThat(
                                        refused.acknowledgement().code())
                                .isEqualTo("AE"));
            }
            server.stopAndWait();
        }
        assertThat(seen).hasSize(21).allMatch(text -> text.contains("بن علي"));
    }

    private record HapiApplication(Queue<String> seen) implements ReceivingApplication<Message> {
        @Override
        public Message processMessage(Message message, Map<String, Object> metadata)
                throws ReceivingApplicationException, HL7Exception {
            seen.add(message.encode());
            try {
                return message.encode().contains("REFUSE")
                        ? message.generateACK(AcknowledgmentCode.AE, new HL7Exception("no"))
                        : message.generateACK();
            } catch (IOException e) {
                throw new HL7Exception(e);
            }
        }

        @Override
        public boolean canProcess(Message message) {
            return true;
        }
    }

    /** A context in which the scheme mllp is Camel's own component. */
    private static DefaultCamelContext camelMllp() throws Exception {
        Path jar = Path.of("target", "peer", "camel-mllp.jar");
        Assumptions.assumeTrue(Files.exists(jar), "camel-mllp was not copied to target/peer");
        ClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, InteropIT.class.getClassLoader());
        DefaultCamelContext context = new DefaultCamelContext();
        context.setApplicationContextClassLoader(loader);
        context.getClassResolver().addClassLoader(loader);
        context.addComponent("mllp", (Component) loader.loadClass("org.apache.camel.component.mllp.MllpComponent")
                .getConstructor()
                .newInstance());
        return context;
    }

    @Test
    void camelsProducerReadsOurAnswers() throws Exception {
        try (Listening listening = new Listening("", InteropIT::judge);
                DefaultCamelContext peer = camelMllp()) {
            peer.start();
            var template = peer.createProducerTemplate();
            String to = "mllp://127.0.0.1:" + listening.port();
            for (int i = 0; i < 20; i++) {
                byte[] message = ADT.formatted("C" + i).getBytes(UTF_8);
                Exchange answered =
                        template.request(to, exchange -> exchange.getIn().setBody(message));
                assertThat(answered.getException()).isNull();
                assertThat(answered.getMessage().getHeader("CamelMllpAcknowledgementType"))
                        .isEqualTo("AA");
            }
            byte[] refused = ADT.formatted("X").replace("محمد", "REFUSE").getBytes(UTF_8);
            assertThat(template.request(to, exchange -> exchange.getIn().setBody(refused))
                            .getException())
                    .hasStackTraceContaining("MllpApplicationErrorAcknowledgementException");
            assertThat(listening.received).hasSize(21);
        }
    }

    @Test
    void ourClientReadsCamelsAnswers() throws Exception {
        int port = freePort();
        Queue<byte[]> seen = new ConcurrentLinkedQueue<>();
        try (DefaultCamelContext peer = camelMllp()) {
            peer.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    errorHandler(noErrorHandler());
                    from("mllp://127.0.0.1:" + port + "?charsetName=UTF-8").process(exchange -> {
                        seen.add(exchange.getIn().getBody(byte[].class));
                        if (exchange.getIn().getBody(String.class).contains("REFUSE")) {
                            throw new IllegalStateException("no");
                        }
                    });
                }
            });
            peer.start();
            try (MllpClient client = new MllpClient(ClientSettings.plain("127.0.0.1", port))) {
                for (int i = 0; i < 20; i++) {
                    assertThat(client.send(ADT.formatted("K" + i).getBytes(UTF_8))
                                    .get(20, TimeUnit.SECONDS))
                            .isInstanceOf(SendOutcome.Accepted.class);
                }
                SendOutcome refused = client.send(
                                ADT.formatted("Z").replace("محمد", "REFUSE").getBytes(UTF_8))
                        .get(20, TimeUnit.SECONDS);
                assertThat(refused).isInstanceOf(SendOutcome.Refused.class);
            }
            assertThat(seen.peek()).isEqualTo(ADT.formatted("K0").getBytes(UTF_8));
        }
        assertThat(catchThrowable(() -> new Peer(port).close()))
                .as("the peer is gone")
                .isNotNull();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
