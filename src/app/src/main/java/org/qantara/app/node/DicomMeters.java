package org.qantara.app.node;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.qantara.connectors.dicom.camel.DicomConsumer;

/** How the DICOM routes stand, as {@code qantara.dicom.*}. */
record DicomMeters(CamelContext camel) implements MeterBinder {
    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("qantara.dicom.archive.waiting", this, DicomMeters::waiting)
                .description("accepted objects that the sites' archives have not got yet")
                .register(registry);
    }

    private double waiting() {
        return camel.getRoutes().stream()
                .map(Route::getConsumer)
                .filter(DicomConsumer.class::isInstance)
                .mapToInt(consumer -> ((DicomConsumer) consumer).waitingForArchive())
                .sum();
    }
}
