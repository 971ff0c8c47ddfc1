package org.qantara.dpp.store;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings.ClientIdStrategyEnum;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings.IdStrategyEnum;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings.StoreMetaSourceInformationEnum;
import ca.uhn.fhir.jpa.config.util.HapiEntityManagerFactoryUtil;
import ca.uhn.fhir.jpa.model.config.PartitionSettings;
import ca.uhn.fhir.jpa.model.dialect.HapiFhirH2Dialect;
import ca.uhn.fhir.jpa.model.dialect.HapiFhirPostgresDialect;
import jakarta.persistence.EntityManagerFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.qantara.dpp.DppSettings;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;

/** HAPI's storage beans: Hibernate, transactions, partitions. Pool and schema are there before this configuration is read. */
@Configuration
public class StoreConfiguration {

    private static final int TRANSACTION_ENTRIES_MAX = 2_000;

    @Bean
    public PartitionSettings partitionSettings() {
        PartitionSettings partitions = new PartitionSettings();
        partitions.setPartitioningEnabled(true);
        partitions.setDatabasePartitionMode(true);
        partitions.setUnnamedPartitionMode(true);
        partitions.setDefaultPartitionId(PartitionInterceptor.NATIONAL);
        partitions.setAllowReferencesAcrossPartitions(
                PartitionSettings.CrossPartitionReferenceMode.ALLOWED_UNQUALIFIED);
        return partitions;
    }

    @Bean
    public StoredPartition storedPartition(DataSource dataSource) {
        return new StoredPartition(dataSource);
    }

    @Bean
    public PartitionInterceptor partitionInterceptor(
            DppSettings settings, DataSource dataSource, StoredPartition storedPartition) {
        return new PartitionInterceptor(
                new FacilityPartitions(dataSource, settings.regionByFacility()), storedPartition);
    }

    @Bean
    public JpaStorageSettings jpaStorageSettings(DppSettings settings) {
        JpaStorageSettings storage = new JpaStorageSettings();
        // clients choose ids (UUIDv5 of the business identifier); what the server names gets a UUID too, so that no
        // number can collide
        storage.setResourceClientIdStrategy(ClientIdStrategyEnum.ANY);
        storage.setResourceServerIdStrategy(IdStrategyEnum.UUID);
        // meta.source is the way back to the message; the request id would be one more column per version that nobody
        // reads
        storage.setStoreMetaSourceInformation(StoreMetaSourceInformationEnum.SOURCE_URI);
        // a search right after a write must see it
        storage.setReuseCachedSearchResultsForMillis(null);
        storage.setIndexStorageOptimized(true);
        // displays and texts of codes are not searched by (:text answers 400): two rows less for each coding
        storage.setSuppressStringIndexingInTokens(true);
        storage.setMarkResourcesForReindexingUponSearchParameterChange(false);
        storage.setMaximumTransactionBundleSize(TRANSACTION_ENTRIES_MAX);
        storage.setHibernateSearchIndexSearchParams(false);
        storage.setHibernateSearchIndexFullText(false);
        storage.setAllowMultipleDelete(false);
        storage.setExpungeEnabled(false);
        // Bulk export: the next step of a job starts when the last one ends, not at the next minute
        storage.setJobFastTrackingEnabled(true);
        storage.setEnableTaskResourceReindexing(false);
        storage.setEnableTaskPreExpandValueSets(false);
        storage.setEnableTaskBulkImportJobExecution(false);
        storage.setPreExpandValueSets(false);
        if (settings.publicBaseUrl() != null) {
            storage.setTreatBaseUrlsAsLocal(Set.of(settings.publicBaseUrl()));
        }
        return storage;
    }

    @Bean
    public SourceAtInsert sourceAtInsert() {
        return new SourceAtInsert();
    }

    @Primary
    @Bean
    public LocalContainerEntityManagerFactoryBean entityManagerFactory(
            DppSettings settings,
            SourceAtInsert sourceAtInsert,
            DataSource dataSource,
            ConfigurableListableBeanFactory beans,
            FhirContext fhir,
            JpaStorageSettings storage) {
        LocalContainerEntityManagerFactoryBean factory =
                HapiEntityManagerFactoryUtil.newEntityManagerFactory(beans, fhir, storage);
        factory.setPersistenceUnitName("dpp");
        factory.setDataSource(dataSource);
        factory.setJpaPropertyMap(hibernate(settings, sourceAtInsert));
        return factory;
    }

    private static Map<String, Object> hibernate(DppSettings settings, SourceAtInsert sourceAtInsert) {
        Map<String, Object> properties = new HashMap<>();
        Class<?> dialect = settings.postgresql() ? HapiFhirPostgresDialect.class : HapiFhirH2Dialect.class;
        properties.put("hibernate.dialect", dialect.getName());
        properties.put("hibernate.hbm2ddl.auto", "none");
        properties.put("hibernate.jdbc.batch_size", "100");
        properties.put("hibernate.order_inserts", "true");
        properties.put("hibernate.order_updates", "true");
        // few different statements for lists of ids, so that the driver's statement cache serves them
        properties.put("hibernate.query.in_clause_parameter_padding", "true");
        // HAPI's rows are checked by HAPI and by the database; a third check for each of them, by annotations, costs
        // more than it finds
        properties.put("jakarta.persistence.validation.mode", "none");
        properties.put("hibernate.cache.use_query_cache", "false");
        properties.put("hibernate.cache.use_second_level_cache", "false");
        properties.put("hibernate.search.enabled", "false");
        properties.put("hibernate.session_factory.interceptor", sourceAtInsert);
        properties.put("hibernate.boot.allow_jdbc_metadata_access", "false");
        return properties;
    }

    @Primary
    @Bean
    public JpaTransactionManager transactionManager(EntityManagerFactory factory) {
        return new JpaTransactionManager(factory);
    }
}
