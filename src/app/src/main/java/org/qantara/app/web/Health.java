package org.qantara.app.web;

import org.qantara.app.node.Node;
import org.springframework.boot.actuate.health.Health.Builder;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Readiness means: this process can do its part. An engine is ready when the inbox can store, not when the DPP is up. */
@Configuration(proxyBeanMethods = false)
class Health {

    @Bean("inbox")
    HealthIndicator inbox(Node node) {
        return () -> (node.ready() ? new Builder().up() : new Builder().down()).build();
    }
}
