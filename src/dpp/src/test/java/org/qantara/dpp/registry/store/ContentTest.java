package org.qantara.dpp.registry.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.qantara.dpp.registry.BirthDate;
import org.qantara.dpp.registry.NationalId;
import org.qantara.dpp.registry.Person;
import org.qantara.dpp.registry.PersonAddress;
import org.qantara.dpp.registry.PersonName;

class ContentTest {
    @Test
    void comesBackAsItWasStored() {
        Content content = new Content(
                new Person(
                        "p1",
                        "CHU-RABAT",
                        "0048213",
                        List.of(new PersonName("فاطمة", "الإدريسي"), new PersonName("Fatima", "El Idrissi")),
                        Person.Sex.FEMALE,
                        new BirthDate(1984, 3, 0),
                        List.of(new NationalId(NationalId.Kind.CNIE, "AB 12", true)),
                        List.of("0661223344"),
                        List.of(new PersonAddress("12 Rue X", "Rabat", "")),
                        true),
                Map.of("p2", "replaced-by"));
        assertThat(Content.fromJson(content.toJson())).isEqualTo(content);
    }

    @Test
    void aBrokenRowIsReportedWithoutItsContent() {
        assertThatThrownBy(() -> Content.fromJson("{\"person\":{\"names\":\"Alaoui\"}}"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageNotContaining("Alaoui")
                .hasNoCause();
    }
}
