package org.qantara.app.node;

import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.apache.camel.Component;
import org.apache.camel.impl.DefaultCamelContext;
import org.qantara.app.routes.RouteReconciler;
import org.qantara.app.settings.Settings;
import org.qantara.app.settings.TlsFiles;
import org.qantara.connectors.dicom.camel.DicomComponent;
import org.qantara.connectors.dicom.camel.DicomConsumer;
import org.qantara.connectors.mllp.MllpComponent;

/** The Camel context in which the facilities' routes run, and the reconciler that keeps them equal to {@code routes/}. */
final class CamelRoutes implements AutoCloseable {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final int DRAIN_TIMEOUT_S = 30;

    private final DefaultCamelContext camel;
    private final RouteReconciler reconciler;
    private final InboundDoor inbound;
    private final DicomComponent dicom;

    private CamelRoutes(DefaultCamelContext camel, RouteReconciler reconciler, DicomComponent dicom) {
        this.dicom = dicom;
        this.camel = camel;
        this.reconciler = reconciler;
        this.inbound = new InboundDoor(camel);
    }

    /** Starts with every facility of the folder accepting, or failed with its reason. */
    static CamelRoutes start(Settings settings, Component inbox, ApplicationAnswers answers, Meters meters) {
        var camel = new DefaultCamelContext();
        camel.getCamelContextExtension().setName("qantara");
        // the console looks for this name; a second node in one process (tests have them) is counted on
        camel.getManagementNameStrategy().setNamePattern(isManaged() ? "#name#-#counter#" : "#name#");
        camel.setLoadTypeConverters(false);
        camel.getShutdownStrategy().setTimeout(DRAIN_TIMEOUT_S);
        camel.getShutdownStrategy().setLogInflightExchangesOnTimeout(false);
        camel.getPropertiesComponent().setInitialProperties(placeholders(settings));
        camel.addComponent("inbox", inbox);
        var dicom = new DicomComponent();
        camel.addComponent("dicom", dicom);
        TlsFiles own = settings.tls();
        if (own != null) camel.getRegistry().bind("dicomTls", new DicomTls(own));
        var mllp = new MllpComponent();
        camel.addComponent("mllp", mllp);
        answers.answerOn(mllp.connections());
        camel.start();
        meters.add(new MllpMeters(camel, mllp));
        meters.add(new DicomMeters(camel));
        var reconciler = new RouteReconciler(settings.routesFolder(), camel, settings.portOffset(), Clock.systemUTC());
        reconciler.start(LOOK_AGAIN);
        return new CamelRoutes(camel, reconciler, dicom);
    }

    private static boolean isManaged() {
        try {
            return ManagementFactory.getPlatformMBeanServer()
                    .isRegistered(new ObjectName("org.apache.camel:context=qantara,type=context,name=\"qantara\""));
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException("the name is a constant", e);
        }
    }

    /** What templates may refer to: the address to listen on and this node's certificate. */
    private static Properties placeholders(Settings settings) {
        var properties = new Properties();
        properties.setProperty("qantara.bind", settings.bind().getHostAddress());
        properties.setProperty(
                "qantara.inbound",
                settings.dataFolder().resolve("inbound").toAbsolutePath().toString());
        properties.setProperty(
                "qantara.dicom.spool",
                settings.dataFolder().resolve("dicom").toAbsolutePath().toString());
        properties.setProperty("qantara.dicomweb", settings.httpBase() + "/dicomweb");
        TlsFiles tls = settings.tls();
        properties.setProperty(
                "qantara.dicom.clientCertificate", String.valueOf(tls != null && tls.authorities() != null));
        if (tls != null) properties.setProperty("qantara.dicom.tls", "#bean:dicomTls");
        properties.setProperty("qantara.mllp.tls", String.valueOf(tls != null));
        if (tls == null) return properties;
        properties.setProperty("qantara.mllp.certificateFile", tls.certificate().toString());
        properties.setProperty("qantara.mllp.privateKeyFile", tls.key().toString());
        properties.setProperty("qantara.mllp.clientCertificate", tls.authorities() == null ? "none" : "need");
        if (tls.authorities() != null)
            properties.setProperty("qantara.mllp.trustFile", tls.authorities().toString());
        return properties;
    }

    InboundDoor inbound() {
        return inbound;
    }

    /** The spools of the routes that store DICOM objects. */
    DicomComponent dicom() {
        return dicom;
    }

    /** The route that stores a facility's DICOM objects; empty when none runs. */
    Optional<DicomConsumer> storing(String facility) {
        return reconciler.facilities().stream()
                .filter(route -> route.facility().equals(facility))
                .map(route -> camel.getRoute(route.routeId()))
                .filter(route -> route != null && route.getConsumer() instanceof DicomConsumer)
                .map(route -> (DicomConsumer) route.getConsumer())
                .findFirst();
    }

    RouteReconciler reconciler() {
        return reconciler;
    }

    /** Stops accepting, waits for what is being stored, and answers it. */
    @Override
    public void close() {
        reconciler.close();
        camel.stop();
    }
}
