package org.qantara.connectors.mllp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;

/** Options arrive from the YAML DSL without generated code, and wrong ones are refused by name. */
class YamlRouteTest {
    private static final String ROUTE =
            """
            - route:
                id: in
                from:
                  uri: mllp:127.0.0.1:0
                  parameters:
                    frameBytesMax: 5000
                    onStoreFailure: close
                    charset: windows-1256
                  steps:
                    - setHeader: { name: QantaraOutcome, constant: accepted }
            """;

    @Test
    void readsOptionsFromYaml() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            load(context, ROUTE);
            context.start();
            MllpEndpoint endpoint = (MllpEndpoint) context.getRoute("in").getEndpoint();
            assertThat(endpoint.getConfiguration().getFrameBytesMax()).isEqualTo(5000);
            assertThat(endpoint.getConfiguration().getOnStoreFailure())
                    .isEqualTo(MllpConfiguration.OnStoreFailure.close);
            int port = ((MllpConsumer) context.getRoute("in").getConsumer()).port();
            try (Peer peer = new Peer(port)) {
                assertThat(peer.frame("MSH|^~\\&|A|B|C|D|1||ADT^A01|Y|P|2.4\r").answer())
                        .contains("MSA|AA|Y");
            }
        }
    }

    @Test
    void refusesWrongOptionsByName() throws Exception {
        assertRefused(ROUTE.replace("windows-1256", "klingon"), "charset is 'klingon'");
        assertRefused(ROUTE.replace("frameBytesMax: 5000", "frameBytesMax: 0"), "frameBytesMax is 0");
        assertRefused(ROUTE.replace("frameBytesMax", "frameBytesMaxx"), "frameBytesMaxx");
        assertRefused(ROUTE.replace("127.0.0.1:0", "127.0.0.1:99999"), "expected host:port");
    }

    private static void assertRefused(String yaml, String text) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            assertThatThrownBy(() -> {
                        load(context, yaml);
                        context.start();
                    })
                    .hasStackTraceContaining(text);
        }
    }

    private static void load(DefaultCamelContext context, String yaml) throws Exception {
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("in.yaml", yaml));
    }
}
