package org.qantara.app.web;

import org.qantara.app.node.Node;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Mounts the DPP's servlet under {@code /fhir} where this process runs one; else the path does not exist. */
@Configuration(proxyBeanMethods = false)
class FhirMount {

    @Bean
    ServletRegistrationBean<FhirDoor> fhir(Node node) {
        var registration = new ServletRegistrationBean<>(new FhirDoor(node::dpp), "/fhir/*");
        registration.setName("fhir");
        registration.setLoadOnStartup(1);
        registration.setEnabled(node.dpp() != null);
        return registration;
    }
}
