package org.qantara.connectors.mllp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Set;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.qantara.connectors.mllp.metrics.Counter;
import org.qantara.connectors.mllp.metrics.Counters;

class ManagementTest {

    @Test
    void showsAnEndpointOverJmx() throws Exception {
        try (Listening listening = new Listening("", Listening.ACCEPTS);
                Peer peer = listening.peer()) {
            peer.frame("MSH|^~\\&|A|B|C|D|1||ADT^A01|7|P|2.5\r").answer();
            Set<ObjectName> names = ManagementFactory.getPlatformMBeanServer()
                    .queryNames(
                            new ObjectName(
                                    "org.apache.camel:context=" + listening.context.getName() + ",type=consumers,*"),
                            null);
            assertThat(names).hasSize(1);
            ObjectName name = names.iterator().next();
            assertThat(attribute(name, "Port")).isEqualTo(listening.port());
            assertThat(attribute(name, "ConnectionsOpen")).isEqualTo(1);
            assertThat(attribute(name, "CertificateDaysLeft")).isNull();
            Map<?, ?> counts = (Map<?, ?>) attribute(name, "Counts");
            assertThat(counts.get("frames.received")).isEqualTo(1L);
            assertThat(counts.get("acks.accept")).isEqualTo(1L);
            assertThat(counts).hasSameSizeAs(Counter.values());
        }
    }

    private static Object attribute(ObjectName name, String attribute) throws Exception {
        return ManagementFactory.getPlatformMBeanServer().getAttribute(name, attribute);
    }

    @Test
    void sumsEndpointsUp() {
        Counters all = new Counters();
        Counters one = new Counters(all);
        Counters two = new Counters(all);
        one.increment(Counter.BATCHES);
        two.add(Counter.BATCHES, 2);
        assertThat(one.value(Counter.BATCHES)).isEqualTo(1);
        assertThat(all.value(Counter.BATCHES)).isEqualTo(3);
    }
}
