package org.qantara.dpp;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.RestfulServer;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.servlet.http.HttpServlet;
import org.qantara.dpp.profile.DppPackage;
import org.qantara.dpp.registry.service.Registry;
import org.qantara.dpp.registry.service.RegistryConfiguration;
import org.qantara.dpp.registry.service.RegistryMount;
import org.qantara.dpp.server.ServerConfiguration;
import org.qantara.dpp.store.DppDataSource;
import org.qantara.dpp.store.DppSchema;
import org.qantara.dpp.store.StoreConfiguration;
import org.qantara.dpp.subscription.SubscriptionConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * The running repository: its own Spring context, beside and not below the application's, because HAPI's beans want settings of their own.
 *
 * <p>Thread-safe once started. A killed process leaves every answered transaction in the database and nothing of an unanswered one that had not
 * committed; starting again needs no repair.
 */
public final class Dpp implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Dpp.class);

    private final AnnotationConfigApplicationContext context;

    private Dpp(AnnotationConfigApplicationContext context) {
        this.context = context;
    }

    /**
     * Migrates the schema, then opens the repository; returns when it can answer. Takes seconds: start it in the background when something
     * else must not wait.
     *
     * @throws IllegalStateException when the database cannot be reached or migrated, naming what to check
     */
    public static Dpp start(DppSettings settings) {
        long started = System.nanoTime();
        HikariDataSource dataSource = DppDataSource.open(settings);
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        try {
            DppSchema.migrate(settings, dataSource);
            context.setDisplayName("dpp");
            context.registerBean(DppSettings.class, () -> settings);
            context.registerBean("dataSource", HikariDataSource.class, () -> dataSource);
            context.register(StoreConfiguration.class, ServerConfiguration.class, RegistryConfiguration.class);
            if (!settings.hookHosts().isEmpty()) {
                context.register(SubscriptionConfiguration.class);
            }
            warmUpSearchParameters();
            context.refresh();
            context.getBean(DppPackage.class).install();
            context.getBean(RegistryMount.class).start();
        } catch (RuntimeException e) {
            context.close();
            dataSource.close();
            throw e;
        }
        LOG.info("the DPP is up after {} ms", (System.nanoTime() - started) / 1_000_000);
        return new Dpp(context);
    }

    /** The definitions of search parameters take a second to parse and need no database: do it beside Hibernate's start. */
    private static void warmUpSearchParameters() {
        Thread warmUp = new Thread(
                () -> FhirContext.forR4Cached().getValidationSupport().fetchAllSearchParameters(), "dpp-warm-up");
        warmUp.setDaemon(true);
        warmUp.start();
    }

    /**
     * Brings the database to this version's schema without starting anything; safe to repeat and to run from several processes at once.
     *
     * @return number of statements that were needed, 0 when the schema was up to date
     */
    public static int migrate(DppSettings settings) {
        try (HikariDataSource dataSource = DppDataSource.open(settings)) {
            return DppSchema.migrate(settings, dataSource);
        }
    }

    /**
     * The FHIR API, to be mounted once under {@code /fhir/*} by the web server that owns it. Each request must carry the attribute
     * {@code qantara.scopes} ({@code Set<String>}); without it everything is refused with 403.
     */
    public HttpServlet fhirServlet() {
        return context.getBean(RestfulServer.class);
    }

    /** The patient registry, for the review queue and links by hand. */
    public Registry registry() {
        return context.getBean(RegistryMount.class).registry();
    }

    @Override
    public void close() {
        context.close();
    }
}
