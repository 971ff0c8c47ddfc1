package org.qantara.dpp.registry.service;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.mdm.interceptor.MdmSearchExpandingInterceptor;
import jakarta.persistence.EntityManagerFactory;
import javax.sql.DataSource;
import org.hl7.fhir.r4.model.Patient;
import org.qantara.dpp.DppSettings;
import org.qantara.dpp.registry.matching.Scorer;
import org.qantara.dpp.registry.matching.Weights;
import org.qantara.dpp.registry.operations.SpellingExpansion;
import org.qantara.dpp.registry.store.Assertions;
import org.qantara.dpp.registry.store.Decisions;
import org.qantara.dpp.registry.store.GoldenLinks;
import org.qantara.dpp.registry.store.Records;
import org.qantara.dpp.registry.store.Spellings;
import org.qantara.dpp.registry.store.Statements;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires the registry to the store; with {@code DppSettings.registry().enabled()} false nothing of it touches a write. */
@Configuration
public class RegistryConfiguration {

    /** Expands {@code subject:mdm=} and {@code _mdm=true} over HAPI's link table. */
    @Bean
    public MdmSearchExpandingInterceptor mdmSearchExpandingInterceptor() {
        return new MdmSearchExpandingInterceptor();
    }

    @Bean
    public RegistryMount registryMount(
            DppSettings settings,
            FhirContext fhir,
            DataSource dataSource,
            EntityManagerFactory entityManagers,
            PlatformTransactionManager transactions,
            MdmSearchExpandingInterceptor expansion,
            JpaStorageSettings storage,
            IFhirResourceDao<Patient> patients) {
        storage.setAllowMdmExpansion(settings.registry().enabled());
        Records records = new Records(dataSource);
        Assertions assertions = new Assertions(dataSource);
        Decisions decisions = new Decisions(dataSource);
        GoldenLinks links = new GoldenLinks(dataSource);
        Statements statements = new Statements(dataSource);
        Spellings spellings = new Spellings(dataSource);
        boolean useCnie = settings.registry().useCnie();
        Scorer scorer = new Scorer(Weights.moroccan(), Weights.moroccanFrequencies(), useCnie);
        Analysis analysis = new Analysis(useCnie);
        GoldenRecords goldenRecords = new GoldenRecords(
                fhir, patients, SharedEntityManagerCreator.createSharedEntityManager(entityManagers), links);
        Grouping grouping = new Grouping(records, assertions, links, goldenRecords);
        Placement placement = new Placement(
                records,
                assertions,
                decisions,
                links,
                grouping,
                new Following(records, statements, decisions, analysis, scorer),
                analysis,
                scorer);
        TransactionTemplate transaction = new TransactionTemplate(transactions);
        Registration registration = new Registration(records, statements, spellings, placement, analysis, transaction);
        return new RegistryMount(
                settings.registry(),
                new Registry(records, assertions, statements, decisions, placement, grouping, analysis, transaction),
                new RegistryInterceptor(registration),
                new RegistrySweep(registration, records, patients, transaction),
                expansion,
                new SpellingExpansion(spellings),
                patients);
    }
}
