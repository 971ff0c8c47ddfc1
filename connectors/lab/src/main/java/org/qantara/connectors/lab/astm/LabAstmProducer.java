package org.qantara.connectors.lab.astm;

import java.util.List;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.qantara.connectors.lab.QantaraHeaders;

/**
 * Sends the body, a whole message, to an analyser that is connected through the consumer of the same address. With several
 * connections the header {@code QantaraPeer} says which. The exchange is done when the analyser acknowledged the last frame, and
 * fails with the reason otherwise; sending again is the route's decision.
 */
public class LabAstmProducer extends DefaultAsyncProducer {
    private final LabAstmEndpoint endpoint;

    LabAstmProducer(LabAstmEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        byte[] message = exchange.getMessage().getBody(byte[].class);
        String peer = exchange.getMessage().getHeader(QantaraHeaders.PEER, "", String.class);
        List<AstmLine> lines = endpoint.getComponent().lines().open(endpoint.getAddress(), peer);
        if (message == null || lines.size() != 1) {
            String reason = message == null
                    ? "the body is not a message"
                    : lines.size()
                            + " analysers are connected; expected one, or the header QantaraPeer that names one of them";
            exchange.setException(
                    new CamelExchangeException("lab-astm:" + endpoint.getAddress() + ": " + reason, exchange));
            callback.done(true);
            return true;
        }
        lines.get(0).send(message, reason -> {
            if (!reason.isEmpty())
                exchange.setException(
                        new CamelExchangeException("lab-astm:" + endpoint.getAddress() + ": " + reason, exchange));
            callback.done(false);
        });
        return false;
    }
}
