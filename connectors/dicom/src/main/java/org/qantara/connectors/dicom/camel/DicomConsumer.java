package org.qantara.connectors.dicom.camel;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.dicom.association.AcceptorSettings;
import org.qantara.connectors.dicom.dataset.CharacterSets;
import org.qantara.connectors.dicom.dataset.DicomJson;
import org.qantara.connectors.dicom.dataset.ReadLimits;
import org.qantara.connectors.dicom.dimse.AcceptPolicy;
import org.qantara.connectors.dicom.dimse.AssociationInfo;
import org.qantara.connectors.dicom.dimse.Destination;
import org.qantara.connectors.dicom.dimse.DicomServer;
import org.qantara.connectors.dicom.dimse.Forwarding;
import org.qantara.connectors.dicom.dimse.InstanceHandler;
import org.qantara.connectors.dicom.dimse.InstanceHandler.Outcome;
import org.qantara.connectors.dicom.dimse.Status;
import org.qantara.connectors.dicom.dimse.StorageService;
import org.qantara.connectors.dicom.dimse.StoredInstance;
import org.qantara.connectors.dicom.dimse.VerificationService;
import org.qantara.connectors.dicom.part10.Documents;
import org.qantara.connectors.dicom.part10.Provenance;
import org.qantara.connectors.dicom.part10.Seal;
import org.qantara.connectors.dicom.part10.Spool;
import org.qantara.connectors.dicom.part10.StoredObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The provider as the start of a route. Each durable instance becomes one exchange whose body is DICOM JSON; only {@code
 * QantaraOutcome = accepted} is answered with success. What a crash left between spool and inbox is handed on again at
 * start, and every minute while the inbox is not available.
 */
public final class DicomConsumer extends DefaultConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(DicomConsumer.class);
    private static final int RECONCILE_SECONDS = 60;
    private static final int PRUNE_SECONDS = 3600;

    private final DicomEndpoint endpoint;
    private @Nullable Spool spool;
    private @Nullable DicomServer server;
    private volatile @Nullable StorageService service;
    private volatile @Nullable Forwarding forwarding;
    private @Nullable ScheduledExecutorService scheduler;

    DicomConsumer(DicomEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        Settings settings = endpoint.settings();
        AcceptorSettings acceptor = settings.acceptor();
        AcceptPolicy policy = settings.policy();
        CharacterSets characterSets = settings.characterSets();
        Destination archive = settings.archive();
        Spool opened = Spool.open(settings.spool());
        StorageService storage =
                new StorageService(opened, new Route(), characterSets, ReadLimits.DEFAULT, policy::takes);
        Forwarding lane = null;
        DicomServer started;
        try {
            if (archive != null) {
                lane = Forwarding.start(opened, settings.towardsArchive(), archive);
            }
            forwarding = lane;
            started = DicomServer.start(acceptor, policy, List.of(new VerificationService(), storage));
        } catch (IOException | RuntimeException e) {
            if (lane != null) {
                lane.close();
            }
            opened.close();
            throw e;
        }
        spool = opened;
        service = storage;
        server = started;
        endpoint.component().opened(opened);
        LOG.info(
                "{} listens on {}:{}",
                endpoint.address().aeTitle(),
                endpoint.address().host(),
                started.port());
        ScheduledExecutorService timer = getEndpoint()
                .getCamelContext()
                .getExecutorServiceManager()
                .newSingleThreadScheduledExecutor(this, "dicom-spool");
        scheduler = timer;
        timer.scheduleWithFixedDelay(() -> reconcile(storage), 0, RECONCILE_SECONDS, TimeUnit.SECONDS);
        timer.scheduleWithFixedDelay(() -> prune(opened), PRUNE_SECONDS, PRUNE_SECONDS, TimeUnit.SECONDS);
    }

    /** The port that is listened on, which differs from the address's when that is 0; 0 while it does not listen. */
    public int port() {
        DicomServer running = server;
        return running == null ? 0 : running.port();
    }

    /** How many objects wait for the site's archive; 0 without one. */
    public int waitingForArchive() {
        Forwarding lane = forwarding;
        return lane == null ? 0 : lane.waiting();
    }

    /**
     * Stores a DICOM file that came by another way than an association (STOW-RS).
     *
     * @param peer address and port of the sender
     */
    public StorageService.Stored store(InputStream file, String peer) throws IOException {
        StorageService running = service;
        if (running == null) {
            throw new IOException("the route does not run");
        }
        return running.store(
                file, new AssociationInfo("STOW-RS", endpoint.address().aeTitle(), peer, port(), null));
    }

    private static void reconcile(StorageService storage) {
        try {
            int left = storage.reconcile();
            if (left > 0) {
                LOG.warn("{} stored instances wait for the inbox; they are offered again every minute", left);
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("stored instances could not be handed on; tried again in a minute", e);
        }
    }

    private static void prune(Spool spool) {
        try {
            int deleted = spool.prune(Instant.now());
            if (deleted > 0) {
                LOG.info(
                        "{} objects deleted from the spool: confirmed or refused longer than the retention ago",
                        deleted);
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("the spool could not be pruned; tried again in an hour", e);
        }
    }

    /** The route behind this consumer, as storage sees it. */
    private final class Route implements InstanceHandler {
        @Override
        public Outcome handle(StoredInstance instance) {
            return handOn(instance);
        }

        @Override
        public void kept(StoredObject object) {
            Forwarding lane = forwarding;
            if (lane != null) {
                lane.offer(object.id());
            }
        }

        @Override
        public void released(AssociationInfo association) {
            tellReleased(association);
        }
    }

    /** An exchange without a message: only the inbox has a use for it, and nothing depends on its coming through. */
    private void tellReleased(AssociationInfo association) {
        Exchange exchange = createExchange(false);
        try {
            exchange.setPattern(ExchangePattern.InOut);
            Message message = exchange.getIn();
            message.setBody(new byte[0]);
            message.setHeader(DicomHeaders.PROTOCOL, "dicom");
            message.setHeader(DicomHeaders.PEER, association.peer());
            message.setHeader(DicomHeaders.PORT, association.localPort());
            message.setHeader(DicomHeaders.RELEASED, true);
            getProcessor().process(exchange);
        } catch (Exception e) {
            LOG.debug("a release was not told: {}", e.getClass().getName());
        } finally {
            releaseExchange(exchange, false);
        }
    }

    private Outcome handOn(StoredInstance instance) {
        Exchange exchange = createExchange(false);
        try {
            exchange.setPattern(ExchangePattern.InOut);
            fill(exchange.getIn(), instance);
            getProcessor().process(exchange);
            return outcome(exchange);
        } catch (Exception e) {
            exchange.setException(e);
            return outcome(exchange);
        } finally {
            releaseExchange(exchange, false);
        }
    }

    private static void fill(Message message, StoredInstance instance) throws IOException {
        StoredObject object = instance.object();
        Seal seal = object.seal();
        Provenance from = seal.provenance();
        message.setBody(DicomJson.write(
                Documents.inline(
                        instance.dataset(), object.path(), object.meta().transferSyntaxUid()),
                "spool:" + object.id(),
                object.meta().transferSyntaxUid()));
        message.setHeader(DicomHeaders.PROTOCOL, "dicom");
        message.setHeader(DicomHeaders.FORMAT, "dicom+json");
        message.setHeader(DicomHeaders.PEER, from.peer());
        message.setHeader(DicomHeaders.PORT, from.localPort());
        message.setHeader(
                DicomHeaders.RECEIVED_AT,
                DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(from.receivedAt().atOffset(ZoneOffset.UTC)));
        message.setHeader(DicomHeaders.CHARSET, "UTF-8");
        message.setHeader(DicomHeaders.CHARSET_SOURCE, "declared");
        if (from.peerCertificate() != null) {
            message.setHeader(DicomHeaders.PEER_CERTIFICATE, from.peerCertificate());
        }
        message.setHeader(DicomHeaders.CALLING_AE_TITLE, from.callingAeTitle());
        message.setHeader(DicomHeaders.CALLED_AE_TITLE, from.calledAeTitle());
        message.setHeader(DicomHeaders.OBJECT, object.id());
        message.setHeader(DicomHeaders.FILE, object.path().toString());
        message.setHeader(DicomHeaders.DIGEST, HexFormat.of().formatHex(seal.digest()));
        message.setHeader(DicomHeaders.SOP_CLASS_UID, object.meta().sopClassUid());
        message.setHeader(DicomHeaders.SOP_INSTANCE_UID, object.meta().sopInstanceUid());
        message.setHeader(DicomHeaders.TRANSFER_SYNTAX_UID, object.meta().transferSyntaxUid());
        message.setHeader(DicomHeaders.REPLACES, object.version() > 0);
    }

    private static Outcome outcome(Exchange exchange) {
        Exception failure = exchange.getException();
        if (failure != null) {
            // the class only: messages of exceptions may hold what the route was working on
            LOG.error(
                    "the route failed with {}; the instance stays pending",
                    failure.getClass().getName());
            return new Outcome.Unavailable("the inbox is not available");
        }
        Message answer = exchange.getMessage();
        String outcome = answer.getHeader(DicomHeaders.OUTCOME, "", String.class);
        return switch (outcome) {
            case "accepted" -> new Outcome.Accepted();
            case "refused" ->
                new Outcome.Refused(
                        answer.getHeader(DicomHeaders.STATUS, Status.CANNOT_UNDERSTAND, Integer.class),
                        answer.getHeader(DicomHeaders.ERROR_TEXT, "refused", String.class));
            case "unavailable" -> new Outcome.Unavailable("the inbox is not available");
            default -> {
                LOG.error(
                        "the route ended with {}=\"{}\", expected accepted, refused or unavailable: does it end in"
                                + " inbox:?",
                        DicomHeaders.OUTCOME,
                        outcome);
                yield new Outcome.Unavailable("the inbox is not available");
            }
        };
    }

    @Override
    protected void doStop() throws Exception {
        ScheduledExecutorService timer = scheduler;
        if (timer != null) {
            getEndpoint().getCamelContext().getExecutorServiceManager().shutdownGraceful(timer);
            scheduler = null;
        }
        DicomServer running = server;
        if (running != null) {
            running.close();
            server = null;
            service = null;
        }
        Forwarding lane = forwarding;
        if (lane != null) {
            lane.close();
            forwarding = null;
        }
        Spool open = spool;
        if (open != null) {
            endpoint.component().closed(open);
            open.close();
            spool = null;
        }
        super.doStop();
    }
}
