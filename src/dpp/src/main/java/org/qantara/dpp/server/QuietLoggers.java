package org.qantara.dpp.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.util.List;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Silences the loggers of libraries that write what clients sent or what is stored.
 *
 * <p>A deployment must not have to know them. What they report is told to the client, and failures of the server are logged by
 * {@link QuietExceptions} without content. Works with Logback, the only backend that is shipped; says so under another one.
 */
final class QuietLoggers {

    private static final Logger LOG = LoggerFactory.getLogger(QuietLoggers.class);

    /** The reason in one word: what they quote. */
    private static final List<String> TALKATIVE = List.of(
            // messages of refused requests
            "ca.uhn.fhir.interceptor.executor.BaseInterceptorService",
            "ca.uhn.fhir.rest.server.interceptor.ExceptionHandlingInterceptor",
            "ca.uhn.fhir.jpa.dao.BaseTransactionProcessor",
            "ca.uhn.fhir.jpa.dao.tx.HapiTransactionService",
            // elements of bodies
            "ca.uhn.fhir.parser.LenientErrorHandler",
            // search values
            "ca.uhn.fhir.jpa.dao.index.SearchParamWithInlineReferencesExtractor",
            "ca.uhn.fhir.jpa.search",
            "ca.uhn.fhir.log.terminology_troubleshooting",
            // answers of receivers, payloads
            "ca.uhn.fhir.jpa.subscription",
            // values of rows
            "org.hibernate.engine.jdbc.spi.SqlExceptionHelper",
            "org.hibernate.orm.jdbc.bind",
            "org.hibernate.orm.jdbc.error");

    private QuietLoggers() {}

    static void apply() {
        ILoggerFactory backend = LoggerFactory.getILoggerFactory();
        if (backend instanceof LoggerContext logback) {
            TALKATIVE.forEach(name -> logback.getLogger(name).setLevel(Level.OFF));
            if (logback.getLogger("ca.uhn.fhir").getLevel() == null) {
                logback.getLogger("ca.uhn.fhir").setLevel(Level.WARN);
            }
        } else {
            LOG.warn(
                    "the logging backend is not Logback: switch off the loggers {} yourself, they may write patient data",
                    TALKATIVE);
        }
    }
}
