package org.qantara.connectors.mllp;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.support.DefaultAsyncProducer;
import org.qantara.connectors.mllp.client.ClientSettings;
import org.qantara.connectors.mllp.client.MllpClient;
import org.qantara.connectors.mllp.client.SendOutcome;
import org.qantara.connectors.mllp.tls.TlsSource;

/**
 * Sends the body (bytes, or a text in the exchange's {@code CamelCharsetName}) and leaves the acknowledgement: its bytes as body, its code in
 * {@code QantaraAckCode}. Anything but AA or CA ends in a {@link MllpSendException}, which Camel's error handling may repeat.
 */
public class MllpProducer extends DefaultAsyncProducer {
    private final MllpEndpoint endpoint;
    private final AtomicInteger turn = new AtomicInteger();
    private List<MllpClient> clients = List.of();

    MllpProducer(MllpEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        MllpComponent component = endpoint.getComponent();
        MllpComponent.requirePositive("connections", endpoint.getConfiguration().getConnections());
        TlsSource tls =
                endpoint.getConfiguration().clientTls(endpoint.getHost(), endpoint.getPort(), endpoint.counters());
        ClientSettings settings = endpoint.clientSettings(tls);
        List<MllpClient> started = new ArrayList<>();
        for (int i = 0; i < endpoint.getConfiguration().getConnections(); i++) {
            started.add(new MllpClient(settings, component.eventLoops(), endpoint.counters()));
        }
        clients = List.copyOf(started);
    }

    @Override
    protected void doStop() throws Exception {
        clients.forEach(MllpClient::close);
        clients = List.of();
        super.doStop();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        byte[] message;
        try {
            message = exchange.getIn().getMandatoryBody(byte[].class);
        } catch (InvalidPayloadException e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
        List<MllpClient> current = clients;
        MllpClient client = current.get(Math.floorMod(turn.getAndIncrement(), current.size()));
        // the route goes on with a worker, never on the event loop
        client.send(message)
                .whenCompleteAsync(
                        (outcome, never) -> finish(exchange, outcome, callback),
                        endpoint.getComponent().workers());
        return false;
    }

    private void finish(Exchange exchange, SendOutcome outcome, AsyncCallback callback) {
        if (outcome instanceof SendOutcome.Accepted accepted) {
            exchange.getMessage().setBody(accepted.acknowledgement().bytes());
            exchange.getMessage()
                    .setHeader(MllpHeaders.ACK_CODE, accepted.acknowledgement().code());
        } else {
            if (outcome instanceof SendOutcome.Refused refused) {
                exchange.getMessage()
                        .setHeader(
                                MllpHeaders.ACK_CODE, refused.acknowledgement().code());
            }
            exchange.setException(new MllpSendException(endpoint.getHost() + ":" + endpoint.getPort(), outcome));
        }
        callback.done(false);
    }
}
