package org.qantara.tests.road;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.qantara.app.security.Access;
import org.qantara.tests.process.Stack;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.web.servlet.handler.AbstractHandlerMethodMapping;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;

/** Every path that the web server has mapped, asked without a credential: denied, but for those that are open on purpose. */
class DoorsIT {
    /** Open to everybody: up or down, and the page to log in with. */
    private static final Set<String> OPEN = Set.of("/actuator/health", "/actuator/health/**", "/login");

    private static Stack stack;

    @BeforeAll
    static void start() throws Exception {
        stack = Stack.shared();
    }

    private static Set<String> mappedPaths() {
        var context = stack.running().web();
        var paths = new TreeSet<String>();
        context.getBeansOfType(AbstractHandlerMethodMapping.class)
                .values()
                .forEach(mapping -> mapping.getHandlerMethods()
                        .keySet()
                        .forEach(info -> paths.addAll(((RequestMappingInfo) info).getPatternValues())));
        context.getBeansOfType(AbstractUrlHandlerMapping.class)
                .values()
                .forEach(mapping -> paths.addAll(mapping.getHandlerMap().keySet()));
        context.getBeansOfType(PathMappedEndpoints.class)
                .values()
                .forEach(endpoints -> endpoints.getAllPaths().forEach(paths::add));
        context.getBeansOfType(ServletRegistrationBean.class).values().forEach(servlet -> servlet.getUrlMappings()
                .forEach(path -> paths.add(path.toString())));
        return paths;
    }

    private static String concrete(String pattern) {
        String path = pattern.replaceAll("\\{[^}]*}", "1")
                .replace("/**", "/x")
                .replace("/*", "/x")
                .replace("**", "x")
                .replace("*", "x");
        return path.startsWith("/") ? path : "/" + path;
    }

    @Test
    void everything_that_is_mapped_is_denied_without_a_credential() throws Exception {
        Set<String> paths = mappedPaths();
        assertThat(paths).contains("/api/routes", "/api/messages", "/fhir/*", "/actuator/prometheus");
        for (String pattern : paths) {
            if (OPEN.contains(pattern)) continue;
            for (String method : new String[] {"GET", "POST", "PUT", "DELETE"}) {
                var answer = stack.fhir().anonymous(method, concrete(pattern));
                boolean toLogin = answer.statusCode() == 302
                        && answer.headers().firstValue("Location").orElse("").endsWith("/login");
                assertThat(toLogin || Set.of(401, 403).contains(answer.statusCode()))
                        .as(method + " " + pattern + " answered " + answer.statusCode())
                        .isTrue();
            }
        }
    }

    @Test
    void a_path_that_nobody_mapped_is_denied_too() throws Exception {
        for (String path : new String[] {
            "/nothing", "/actuator/env", "/actuator/heapdump", "/swagger-ui/index.html", "/v3/api-docs", "/error"
        }) assertThat(stack.fhir().anonymous("GET", path).statusCode()).as(path).isEqualTo(401);
    }

    @Test
    void health_says_up_or_down_and_nothing_else() throws Exception {
        var answer = stack.fhir().anonymous("GET", "/actuator/health/readiness");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"status\":\"UP\"}");
        assertThat(stack.fhir().anonymous("GET", "/actuator/health").body())
                .doesNotContain("components")
                .doesNotContain("details");
    }

    @Test
    void a_token_opens_what_its_scopes_say() throws Exception {
        assertThat(stack.fhir().get("/fhir/Patient", Access.READER).statusCode())
                .isEqualTo(200);
        assertThat(stack.fhir().get("/api/routes", Access.READER).statusCode()).isEqualTo(403);
        assertThat(stack.fhir().get("/api/routes", Access.OPERATOR).statusCode())
                .isEqualTo(200);
        assertThat(stack.fhir().get("/actuator/prometheus", Access.OPERATOR).statusCode())
                .isEqualTo(200);
        assertThat(stack.fhir().get("/actuator/prometheus", Access.OPERATOR).body())
                .contains("jvm_memory");
    }

    @Test
    void a_token_does_not_open_the_console_and_the_console_has_no_proxy() throws Exception {
        for (String path :
                new String[] {"/actuator/hawtio", "/actuator/jolokia/list", "/actuator/hawtio/proxy/http/127.0.0.1/1"
                }) {
            var answer = stack.fhir().get(path, Access.ADMIN);
            assertThat(answer.statusCode()).as(path).isIn(302, 401, 403);
        }
    }
}
