package org.qantara.mapping.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WidestSchemaTest {
    private final WidestSchema schema = new WidestSchema(
            Objects.requireNonNull(RecordSchema.hl7v2("2.5.1")), Objects.requireNonNull(RecordSchema.hl7v2("2.8.1")));

    private SourcePart part(String type, String number) {
        return Objects.requireNonNull(Objects.requireNonNull(schema.type(type)).part(number));
    }

    @ParameterizedTest
    @CsvSource({
        "PID,8,CWE,IS became CWE",
        "OBX,3,CWE,CE became CWE",
        "PID,7,DTM,TS became DTM",
        "PID,19,ST,withdrawn keeps its type",
        "ORC,7,TQ,withdrawn keeps its type",
        "ORC,4,EI,EIP would read an old EI wrongly",
        "XPN,10,DR,emptied keeps its type",
        "PL,1,HD,IS became HD",
        "PID,40,XTN,added later",
        "CWE,10,ST,added later"
    })
    void takesTheWiderType(String record, String number, String type, String why) {
        assertThat(part(record, number).type()).as(why).isEqualTo(type);
    }

    @Test
    void repeatsWhereEitherVersionDoes() {
        assertThat(part("PV1", "50").repeats()).isTrue();
        assertThat(part("PV1", "45").repeats()).isTrue();
    }

    @Test
    void keepsTheOlderStructuresAndHasTheNewOnes() {
        assertThat(Objects.requireNonNull(schema.structure("ORM_O01")).name()).isEqualTo("ORM_O01");
        assertThat(schema.structure("CCM_I21")).isNotNull();
        assertThat(schema.type("PRT")).isNotNull();
        assertThat(schema.type("QQQ")).isNull();
        assertThat(schema.typeNames()).contains("CE", "PRT");
    }
}
