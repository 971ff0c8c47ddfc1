package org.qantara.dpp.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HookEndpointsTest {

    private final HookEndpoints endpoints =
            new HookEndpoints(Set.of("Hooks.example.ma", "lab.example.ma:8443", "127.0.0.1:9000"));

    @ParameterizedTest
    @CsvSource({
        "https://hooks.example.ma/x, true",
        "https://HOOKS.example.ma:444/x, true",
        "https://lab.example.ma:8443/x, true",
        "http://127.0.0.1:9000/x, true",
        "https://lab.example.ma/x, false",
        "https://lab.example.ma:8444/x, false",
        "http://127.0.0.1:9001/x, false",
        "http://hooks.example.ma/x, false",
        "https://hooks.example.ma.evil.example/x, false",
        "https://hooks.example.ma@evil.example/x, false",
        "https://user@hooks.example.ma/x, false",
        "https://2130706433:9000/x, false",
        "https:///x, false",
        "file:///etc/passwd, false",
        "jar:https://hooks.example.ma/x, false",
        "'https://hooks.example.ma/ x', false",
        "'', false"
    })
    void onlyAllowedHosts(String endpoint, boolean allowed) {
        assertThat(endpoints.refusal(endpoint).isEmpty()).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({"https://hooks.example.ma/x", "http://127.0.0.1/x"})
    void nothingIsAllowedByDefault(String endpoint) {
        assertThat(new HookEndpoints(Set.of()).refusal(endpoint)).isPresent();
    }
}
