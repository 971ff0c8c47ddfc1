package org.qantara.dpp.server;

import ca.uhn.fhir.batch2.jobs.config.Batch2JobsConfig;
import ca.uhn.fhir.batch2.jobs.export.BulkDataExportProvider;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.jpa.api.IDaoRegistry;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.config.ThreadPoolFactoryConfig;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.api.svc.IIdHelperService;
import ca.uhn.fhir.jpa.batch2.JpaBatch2Config;
import ca.uhn.fhir.jpa.binstore.DatabaseBinaryContentStorageSvcImpl;
import ca.uhn.fhir.jpa.config.r4.JpaR4Config;
import ca.uhn.fhir.jpa.config.util.ResourceCountCacheUtil;
import ca.uhn.fhir.jpa.dao.FinalTextCalculator;
import ca.uhn.fhir.jpa.dao.data.IResourceHistoryTableDao;
import ca.uhn.fhir.jpa.model.config.SubscriptionSettings;
import ca.uhn.fhir.jpa.provider.DaoRegistryResourceSupportedSvc;
import ca.uhn.fhir.jpa.provider.IJpaSystemProvider;
import ca.uhn.fhir.jpa.provider.JpaCapabilityStatementProvider;
import ca.uhn.fhir.jpa.search.DatabaseBackedPagingProvider;
import ca.uhn.fhir.jpa.search.IStaleSearchDeletingSvc;
import ca.uhn.fhir.jpa.search.StaleSearchDeletingSvcImpl;
import ca.uhn.fhir.jpa.subscription.channel.config.SubscriptionChannelConfig;
import ca.uhn.fhir.jpa.subscription.match.registry.SubscriptionRegistry;
import ca.uhn.fhir.jpa.util.ResourceCountCache;
import ca.uhn.fhir.parser.StrictErrorHandler;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.IResourceSupportedSvc;
import ca.uhn.fhir.rest.server.HardcodedServerAddressStrategy;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.provider.ResourceProviderFactory;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import ca.uhn.fhir.validation.IInstanceValidatorModule;
import jakarta.persistence.EntityManagerFactory;
import org.hl7.fhir.dstu2.model.Subscription.SubscriptionChannelType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Meta;
import org.qantara.dpp.DppSettings;
import org.qantara.dpp.ownership.ConflictRetry;
import org.qantara.dpp.ownership.IntakeAdvance;
import org.qantara.dpp.ownership.KeptCreates;
import org.qantara.dpp.ownership.OwnershipInterceptor;
import org.qantara.dpp.profile.DppPackage;
import org.qantara.dpp.profile.ProfileInterceptor;
import org.qantara.dpp.profile.ProfilePolicy;
import org.qantara.dpp.profile.SampledValidation;
import org.qantara.dpp.registry.service.RegistryMount;
import org.qantara.dpp.search.FinalPassExtractor;
import org.qantara.dpp.search.ListedSearchParameters;
import org.qantara.dpp.search.PlainPathExtractor;
import org.qantara.dpp.search.SearchParameterList;
import org.qantara.dpp.search.SwitchedOffParameters;
import org.qantara.dpp.store.IdLookup;
import org.qantara.dpp.store.PartitionInterceptor;
import org.qantara.dpp.store.SourceAtInsert;
import org.qantara.dpp.store.StoredPartition;
import org.qantara.dpp.subscription.HookEndpoints;
import org.qantara.dpp.subscription.SubscriptionRules;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** HAPI's beans for an R4 JPA server and the servlet in front of them. */
@Configuration
@Import({
    JpaR4Config.class,
    ThreadPoolFactoryConfig.class,
    JpaBatch2Config.class,
    Batch2JobsConfig.class,
    // HAPI's search parameter registry needs its beans even while no subscription is allowed
    SubscriptionChannelConfig.class
})
public class ServerConfiguration {

    private static final int PAGE_SIZE_DEFAULT = 50;
    private static final int PAGE_SIZE_MAX = 500;

    /** How long a written resource waits at most before Subscriptions are looked at. */
    private static final long SUBSCRIPTION_INTERVAL_MS = 1_000;

    @Bean
    public IStaleSearchDeletingSvc staleSearchDeletingSvc() {
        return new StaleSearchDeletingSvcImpl();
    }

    @Bean
    public DatabaseBackedPagingProvider databaseBackedPagingProvider() {
        DatabaseBackedPagingProvider paging = new DatabaseBackedPagingProvider();
        paging.setDefaultPageSize(PAGE_SIZE_DEFAULT);
        paging.setMaximumPageSize(PAGE_SIZE_MAX);
        return paging;
    }

    @Bean
    public IResourceSupportedSvc resourceSupportedSvc(IDaoRegistry daos) {
        return new DaoRegistryResourceSupportedSvc(daos);
    }

    /** Asked for by name when the CapabilityStatement is built. */
    @Bean("myResourceCountsCache")
    public ResourceCountCache resourceCounts(IFhirSystemDao<Bundle, Meta> system) {
        return ResourceCountCacheUtil.newResourceCountCache(system);
    }

    @Bean
    public DatabaseBinaryContentStorageSvcImpl binaryStorage() {
        return new DatabaseBinaryContentStorageSvcImpl();
    }

    @Bean
    public static PromptJobs promptJobs() {
        return new PromptJobs();
    }

    @Bean
    public SubscriptionSettings subscriptionSettings(DppSettings settings) {
        SubscriptionSettings subscriptions = new SubscriptionSettings();
        subscriptions.setSubscriptionIntervalInMs(SUBSCRIPTION_INTERVAL_MS);
        if (!settings.hookHosts().isEmpty()) {
            subscriptions.addSupportedSubscriptionType(SubscriptionChannelType.RESTHOOK);
        }
        return subscriptions;
    }

    @Bean
    public OwnershipInterceptor ownershipInterceptor(
            FhirContext fhir, EntityManagerFactory entityManagers, IResourceHistoryTableDao versions) {
        return new OwnershipInterceptor(fhir, new IntakeAdvance(entityManagers, versions));
    }

    @Bean
    public DppPackage dppPackage(IFhirSystemDao<Bundle, Meta> system) {
        return new DppPackage(system);
    }

    @Bean
    public ProfileInterceptor profileInterceptor(FhirContext fhir, IInstanceValidatorModule instanceValidator) {
        return new ProfileInterceptor(fhir, instanceValidator, ProfilePolicy.load());
    }

    @Bean
    public SampledValidation sampledValidation(FhirContext fhir, IInstanceValidatorModule instanceValidator) {
        return new SampledValidation(fhir, instanceValidator, ProfilePolicy.load(), SampledValidation.EACH_DEFAULT);
    }

    @Bean
    public SearchParameterList searchParameterList() {
        return SearchParameterList.load();
    }

    /** Takes the place of HAPI's bean of this name. */
    @Bean
    public ListedSearchParameters searchParamRegistry(SearchParameterList list) {
        return new ListedSearchParameters(list);
    }

    /** Takes the place of HAPI's bean of this name. */
    @Bean
    public PlainPathExtractor searchParamExtractor() {
        return new PlainPathExtractor();
    }

    /** Takes the place of HAPI's bean of this name. */
    @Bean
    public FinalPassExtractor searchParamWithInlineReferencesExtractor() {
        return new FinalPassExtractor();
    }

    /** Takes the place of HAPI's bean of this name. */
    @Bean
    public FinalTextCalculator resourceHistoryCalculator(FhirContext fhir) {
        return new FinalTextCalculator(fhir, FinalPassExtractor::isProvisional);
    }

    /** Takes the place of HAPI's bean of this name, and like it of a raw type: HAPI asks for it with different parameters. */
    @Bean
    @SuppressWarnings("rawtypes")
    public IIdHelperService idHelperService(StoredPartition storedPartition) {
        return new IdLookup(storedPartition);
    }

    @Bean
    public SubscriptionRules subscriptionRules(
            DppSettings settings, ObjectProvider<SubscriptionRegistry> subscriptions) {
        return new SubscriptionRules(new HookEndpoints(settings.hookHosts()), () -> subscriptions.stream()
                .mapToInt(SubscriptionRegistry::size)
                .sum());
    }

    @Bean
    public RestfulServer fhirServlet(
            DppSettings settings,
            IFhirSystemDao<Bundle, Meta> system,
            IJpaSystemProvider systemProvider,
            BulkDataExportProvider bulkExport,
            ResourceProviderFactory providers,
            JpaStorageSettings storage,
            ISearchParamRegistry searchParameters,
            SearchParameterList list,
            IValidationSupport validation,
            DatabaseBackedPagingProvider paging,
            IInterceptorService storageInterceptors,
            OwnershipInterceptor ownership,
            ProfileInterceptor profiles,
            SampledValidation sampledValidation,
            PartitionInterceptor partitions,
            SourceAtInsert sourceAtInsert,
            SubscriptionRules subscriptionRules,
            RegistryMount registry) {
        QuietLoggers.apply();
        // an element that FHIR does not know would be dropped in silence
        system.getContext().setParserErrorHandler(new StrictErrorHandler());
        // resources come with ids or contained ones as JSON: nothing has to be searched for objects to contain
        system.getContext().getParserOptions().setAutoContainReferenceTargetsWithNoId(false);
        storageInterceptors.registerInterceptor(partitions);
        storageInterceptors.registerInterceptor(sourceAtInsert);
        storageInterceptors.registerInterceptor(new ConflictRetry());
        storageInterceptors.registerInterceptor(subscriptionRules);
        RestfulServer server = new LimitedRestfulServer(system.getContext(), settings.bodyBytesMax());
        server.registerProviders(providers.createProviders());
        server.registerProvider(systemProvider);
        server.registerProvider(bulkExport);
        server.setPagingProvider(paging);
        server.setDefaultResponseEncoding(EncodingEnum.JSON);
        server.setDefaultPrettyPrint(false);
        if (settings.publicBaseUrl() != null) {
            server.setServerAddressStrategy(new HardcodedServerAddressStrategy(settings.publicBaseUrl()));
        }
        JpaCapabilityStatementProvider capabilities =
                new JpaCapabilityStatementProvider(server, system, storage, searchParameters, validation);
        capabilities.setImplementationDescription("Qantara DPP (Dossier Patient Partagé)");
        server.setServerConformanceProvider(capabilities);
        server.registerInterceptor(new ScopeInterceptor());
        server.registerInterceptor(new SwitchedOffParameters(list));
        server.registerInterceptor(new QuietExceptions());
        server.registerInterceptor(ownership);
        server.registerInterceptor(new KeptCreates(partitions::exists));
        server.registerInterceptor(profiles);
        server.registerInterceptor(sampledValidation);
        registry.on(server);
        return server;
    }
}
