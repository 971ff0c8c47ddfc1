package org.qantara.dpp.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageSourceTest {

    @Test
    void readsFacilityAndNumber() {
        assertThat(MessageSource.parse("urn:qantara:message:CHU-RABAT:42"))
                .contains(new MessageSource("CHU-RABAT", 42));
        assertThat(MessageSource.parse("urn:qantara:message:CHU-RABAT:42#request"))
                .contains(new MessageSource("CHU-RABAT", 42));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "https://example.org/x",
                "urn:qantara:message:CHU",
                "urn:qantara:message::4",
                "urn:qantara:message:CHU:four",
                "urn:qantara:message:CHU:9999999999999999999"
            })
    void anythingElseIsNoMessage(String source) {
        assertThat(MessageSource.parse(source)).isEmpty();
    }

    @Test
    void olderOnlyWithinOneFacility() {
        MessageSource seven = new MessageSource("A", 7);
        assertThat(new MessageSource("A", 6).olderThan(seven)).isTrue();
        assertThat(new MessageSource("A", 7).olderThan(seven)).isFalse();
        assertThat(new MessageSource("A", 8).olderThan(seven)).isFalse();
        assertThat(new MessageSource("B", 6).olderThan(seven)).isFalse();
    }
}
