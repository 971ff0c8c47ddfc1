package org.qantara.app.web;

import io.micrometer.core.instrument.MeterRegistry;
import org.qantara.app.node.EngineNode;
import org.qantara.app.node.Node;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Ties the engine's meters, which count from the first message, to the registry that {@code /actuator/prometheus} shows. */
@Configuration(proxyBeanMethods = false)
class Metrics {

    @Bean
    SmartInitializingSingleton engineMeters(Node node, MeterRegistry registry) {
        return () -> {
            EngineNode engine = node.engine();
            if (engine != null) engine.meters().bindTo(registry);
        };
    }
}
