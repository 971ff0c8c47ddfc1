package org.qantara.dpp.bench;

import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.migrate.DriverTypeEnum;
import ca.uhn.fhir.jpa.migrate.HapiMigrationStorageSvc;
import ca.uhn.fhir.jpa.migrate.HapiMigrator;
import ca.uhn.fhir.jpa.migrate.SchemaMigrator;
import ca.uhn.fhir.jpa.migrate.dao.HapiMigrationDao;
import ca.uhn.fhir.jpa.migrate.tasks.HapiFhirJpaMigrationTasks;
import ca.uhn.fhir.jpa.model.config.PartitionSettings;
import ca.uhn.fhir.jpa.searchparam.extractor.ISearchParamExtractor;
import ca.uhn.fhir.jpa.searchparam.extractor.SearchParamExtractorR4;
import ca.uhn.fhir.jpa.searchparam.registry.SearchParamRegistryImpl;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.util.VersionEnum;
import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import java.util.Set;
import org.qantara.dpp.DppSettings;
import org.qantara.dpp.server.ServerConfiguration;
import org.qantara.dpp.store.DppDataSource;
import org.qantara.dpp.store.DppSchema;
import org.qantara.dpp.store.StoreConfiguration;
import org.qantara.dpp.testing.DppUnderTest;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A server of the comparison: which beans differ from the DPP's, and how Bundles are sent to it. */
enum Variant {
    /** HAPI's defaults: all parameters, FHIRPath, ids by the server, conditional PUT, no partitions. */
    PLAIN_HAPI(false, List.of(HapiDefaults.class, AllParameters.class, FhirPath.class)),
    DPP(true, List.of()),
    DPP_ALL_PARAMETERS(true, List.of(AllParameters.class)),
    DPP_FHIRPATH(true, List.of(FhirPath.class));

    final boolean clientIds;
    private final List<Class<?>> overrides;

    Variant(boolean clientIds, List<Class<?>> overrides) {
        this.clientIds = clientIds;
        this.overrides = overrides;
    }

    DppUnderTest start(DppSettings settings) {
        HikariDataSource dataSource = DppDataSource.open(settings);
        if (this == PLAIN_HAPI) {
            migrateAsItComes(dataSource);
        } else {
            DppSchema.migrate(settings, dataSource);
        }
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.registerBean(DppSettings.class, () -> settings);
        context.registerBean("dataSource", HikariDataSource.class, () -> dataSource);
        context.register(StoreConfiguration.class, ServerConfiguration.class);
        overrides.forEach(context::register);
        context.refresh();
        return DppUnderTest.serve(context.getBean(RestfulServer.class), context, settings);
    }

    private static void migrateAsItComes(HikariDataSource dataSource) {
        String table = SchemaMigrator.HAPI_FHIR_MIGRATION_TABLENAME;
        new HapiMigrationStorageSvc(new HapiMigrationDao(dataSource, DriverTypeEnum.POSTGRES_9_4, table))
                .createMigrationTableIfRequired();
        HapiMigrator migrator = new HapiMigrator(table, dataSource, DriverTypeEnum.POSTGRES_9_4);
        migrator.addTasks(new HapiFhirJpaMigrationTasks(Set.of()).getAllTasks(VersionEnum.values()));
        migrator.migrate();
    }

    @Configuration
    static class HapiDefaults {

        @Bean
        JpaStorageSettings jpaStorageSettings() {
            return new JpaStorageSettings();
        }

        @Bean
        PartitionSettings partitionSettings() {
            return new PartitionSettings();
        }
    }

    @Configuration
    static class AllParameters {

        @Bean
        SearchParamRegistryImpl searchParamRegistry() {
            return new SearchParamRegistryImpl();
        }
    }

    @Configuration
    static class FhirPath {

        @Bean
        ISearchParamExtractor searchParamExtractor() {
            return new SearchParamExtractorR4();
        }
    }
}
