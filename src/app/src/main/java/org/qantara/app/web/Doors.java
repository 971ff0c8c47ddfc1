package org.qantara.app.web;

import static org.qantara.app.security.Access.FHIR_READ;
import static org.qantara.app.security.Access.FHIR_WRITE;
import static org.qantara.app.security.Access.INBOUND_WRITE;
import static org.qantara.app.security.Access.OPS_READ;
import static org.qantara.app.security.Access.OPS_WRITE;

import jakarta.servlet.DispatcherType;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.qantara.app.security.Issuers;
import org.qantara.app.security.OperatorPassword;
import org.qantara.app.settings.Settings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Who may pass where (design rule 11). Programs show a bearer token, people log in to the console, health says up or down to
 * everybody, and whatever is not named here is denied. The order of the chains is the order of the sentences.
 */
@Configuration(proxyBeanMethods = false)
class Doors {
    private static final String SCOPE = "SCOPE_";

    @Bean
    JwtDecoder jwtDecoder(Settings settings) {
        return Issuers.decoder(settings.tokens());
    }

    @Bean
    PasswordEncoder passwordEncoder() {
        return new BCryptPasswordEncoder();
    }

    @Bean
    UserDetailsService operators(OperatorPassword password) {
        return new InMemoryUserDetailsManager(User.withUsername(OperatorPassword.USER)
                .password(password.hash())
                .authorities(SCOPE + OPS_READ, SCOPE + OPS_WRITE)
                .build());
    }

    @Bean
    @Order(1)
    SecurityFilterChain programs(HttpSecurity http) throws Exception {
        return http.securityMatcher(paths("/fhir/**", "/api/**", "/dicomweb/**", "/actuator/prometheus"))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(csrf -> csrf.disable()) // no cookie opens these doors
                .oauth2ResourceServer(server -> server.jwt(jwt -> {}))
                .addFilterAfter(new ScopesFilter(), BearerTokenAuthenticationFilter.class)
                .authorizeHttpRequests(requests -> requests.requestMatchers(path(HttpMethod.POST, "/dicomweb/**"))
                        .hasAuthority(SCOPE + INBOUND_WRITE)
                        .requestMatchers(paths("/fhir/**", "/dicomweb/**"))
                        .hasAnyAuthority(SCOPE + FHIR_READ, SCOPE + FHIR_WRITE)
                        .requestMatchers(paths("/api/inbound/**"))
                        .hasAuthority(SCOPE + INBOUND_WRITE)
                        .requestMatchers(path(HttpMethod.GET, "/api/**"), path(HttpMethod.GET, "/actuator/prometheus"))
                        .hasAuthority(SCOPE + OPS_READ)
                        .requestMatchers(paths("/api/**"))
                        .hasAuthority(SCOPE + OPS_WRITE)
                        .anyRequest()
                        .denyAll())
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain people(HttpSecurity http, LoginThrottle throttle) throws Exception {
        var plainCsrf = new CsrfTokenRequestAttributeHandler(); // Hawtio sends the cookie's value back as a header
        plainCsrf.setCsrfRequestAttributeName(null); // a cookie with every answer: the login's ends with the login
        return http.securityMatcher(paths(
                        "/", "/console/**", "/login/**", "/logout", "/actuator/hawtio/**", "/actuator/jolokia/**"))
                .csrf(csrf -> csrf.csrfTokenRepository(CookieCsrfTokenRepository.withHttpOnlyFalse())
                        .csrfTokenRequestHandler(plainCsrf))
                .formLogin(login -> login.loginPage("/login")
                        .defaultSuccessUrl("/console", true)
                        .permitAll())
                .logout(logout -> logout.logoutSuccessUrl("/login"))
                .addFilterBefore(throttle, AuthorizationFilter.class)
                .headers(headers -> headers.frameOptions(frame -> frame.sameOrigin()))
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.FORWARD)
                        .permitAll()
                        .requestMatchers(paths("/login/**"))
                        .permitAll()
                        .requestMatchers(
                                paths("/actuator/hawtio/proxy/**")) // would let a browser reach other hosts through us
                        .denyAll()
                        .anyRequest()
                        .hasAuthority(SCOPE + OPS_READ))
                .build();
    }

    @Bean
    @Order(3)
    SecurityFilterChain everybody(HttpSecurity http) throws Exception {
        return http.securityMatcher(paths("/actuator/health/**"))
                .authorizeHttpRequests(requests -> requests.requestMatchers(path(HttpMethod.GET, "/actuator/health/**"))
                        .permitAll()
                        .anyRequest()
                        .denyAll())
                .build();
    }

    @Bean
    @Order(4)
    SecurityFilterChain nobody(HttpSecurity http) throws Exception {
        return http.csrf(csrf -> csrf.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .exceptionHandling(
                        denied -> denied.authenticationEntryPoint(new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED)))
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll() // an answer that was already decided on, not a new request
                        .anyRequest()
                        .denyAll())
                .build();
    }

    /**
     * Whole paths, whichever servlet serves them. Plain strings would be read relative to Spring's own servlet, and {@code /fhir}
     * belongs to another one.
     */
    private static RequestMatcher paths(String... patterns) {
        return new OrRequestMatcher(
                Stream.of(patterns).map(pattern -> path(null, pattern)).toList());
    }

    private static RequestMatcher path(@Nullable HttpMethod method, String pattern) {
        var builder = PathPatternRequestMatcher.withDefaults();
        return method == null ? builder.matcher(pattern) : builder.matcher(method, pattern);
    }
}
