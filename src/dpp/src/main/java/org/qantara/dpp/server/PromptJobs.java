package org.qantara.dpp.server;

import ca.uhn.fhir.batch2.maintenance.JobMaintenanceServiceImpl;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Looks after HAPI's jobs every two seconds. A Bulk export takes several passes of the job maintenance: at one a minute, which is HAPI's default, the
 * export of three patients took two minutes. A pass without a job is one query.
 */
public final class PromptJobs implements BeanPostProcessor {

    private static final long INTERVAL_MS = 2_000;

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof JobMaintenanceServiceImpl maintenance) {
            maintenance.setScheduledJobFrequencyMillis(INTERVAL_MS);
        }
        return bean;
    }
}
