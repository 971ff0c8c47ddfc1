package org.qantara.dpp.subscription;

import ca.uhn.fhir.broker.api.IBrokerClient;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.subscription.match.config.SubscriptionProcessorConfig;
import ca.uhn.fhir.jpa.subscription.match.deliver.email.IEmailSender;
import ca.uhn.fhir.jpa.subscription.match.registry.SubscriptionRegistry;
import ca.uhn.fhir.jpa.subscription.submit.config.SubscriptionSubmitterConfig;
import ca.uhn.fhir.jpa.subscription.submit.interceptor.SubscriptionMatcherInterceptor;
import ca.uhn.fhir.rest.client.api.IRestfulClientFactory;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Primary;

/** HAPI's Subscriptions on the durable queue; read only when some host may be notified. */
@Configuration
@Import({SubscriptionSubmitterConfig.class, SubscriptionProcessorConfig.class})
public class SubscriptionConfiguration {

    private static final int CONNECT_TIMEOUT_MS = 5_000;
    private static final int ANSWER_TIMEOUT_MS = 10_000;

    /** Takes the place of HAPI's bean of this name. */
    @Bean
    public SubscriptionMatcherInterceptor subscriptionMatcherInterceptor(
            ObjectProvider<SubscriptionRegistry> subscriptions) {
        return new SubscribedTypes(subscriptions::getObject);
    }

    @Bean
    public HookQueue hookQueue(DataSource dataSource) {
        HookQueue queue = new HookQueue(dataSource);
        // what waited for a Subscription that is gone
        queue.forgetBefore(System.currentTimeMillis() - HookChannel.KEPT_MS);
        return queue;
    }

    @Primary
    @Bean
    public IBrokerClient durableBroker(
            @Qualifier("brokerClient") IBrokerClient others,
            HookQueue queue,
            FhirContext fhir,
            DaoRegistry daos,
            @Lazy SubscriptionRegistry subscriptions) {
        IRestfulClientFactory client = fhir.getRestfulClientFactory();
        client.setServerValidationMode(ServerValidationModeEnum.NEVER);
        client.setConnectTimeout(CONNECT_TIMEOUT_MS);
        client.setConnectionRequestTimeout(CONNECT_TIMEOUT_MS);
        client.setSocketTimeout(ANSWER_TIMEOUT_MS);
        return new DurableBroker(others, fhir, queue, new NotifiedVersion(fhir, daos, subscriptions));
    }

    /** Asked for by HAPI, never called: Subscriptions by e-mail are refused. */
    @Bean
    public IEmailSender emailSender() {
        return details -> {
            throw new UnsupportedOperationException("notifications by e-mail are not offered");
        };
    }
}
