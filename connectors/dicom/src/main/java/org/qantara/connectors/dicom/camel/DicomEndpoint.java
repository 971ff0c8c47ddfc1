package org.qantara.connectors.dicom.camel;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.support.DefaultEndpoint;
import org.qantara.connectors.dicom.dimse.Destination;

/** One DICOM application entity: ours to listen as, or another's to send to. */
@UriEndpoint(firstVersion = "0.1.0", scheme = "dicom", title = "DICOM", syntax = "dicom:address")
public final class DicomEndpoint extends DefaultEndpoint {
    private final Destination address;

    @UriParam
    private final DicomConfiguration configuration;

    DicomEndpoint(String uri, DicomComponent component, Destination address, DicomConfiguration configuration) {
        super(uri, component);
        this.address = address;
        this.configuration = configuration;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        DicomConsumer consumer = new DicomConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        return new DicomProducer(this);
    }

    public DicomConfiguration getConfiguration() {
        return configuration;
    }

    Settings settings() {
        return new Settings(getCamelContext(), address, configuration);
    }

    Destination address() {
        return address;
    }

    DicomComponent component() {
        return (DicomComponent) getComponent();
    }
}
