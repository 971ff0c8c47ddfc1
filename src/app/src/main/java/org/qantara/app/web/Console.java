package org.qantara.app.web;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** {@code /console} leads to Hawtio, which is an actuator endpoint; {@code /} leads to the console. */
@Configuration(proxyBeanMethods = false)
class Console implements WebMvcConfigurer {

    @Bean
    LoginThrottle loginThrottle() {
        return new LoginThrottle(Clock.systemUTC());
    }

    @Bean
    LoginPage loginPage() {
        return new LoginPage();
    }

    /** The throttle is part of the security chain only; Boot would also hang it in front of everything. */
    @Bean
    org.springframework.boot.web.servlet.FilterRegistrationBean<LoginThrottle> throttleOnlyInTheChain(
            LoginThrottle throttle) {
        var registration = new org.springframework.boot.web.servlet.FilterRegistrationBean<>(throttle);
        registration.setEnabled(false);
        return registration;
    }

    @Override
    public void addViewControllers(ViewControllerRegistry registry) {
        registry.addRedirectViewController("/", "/console");
        registry.addRedirectViewController("/console", "/actuator/hawtio");
    }
}
