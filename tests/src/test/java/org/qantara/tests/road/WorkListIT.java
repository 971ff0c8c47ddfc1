package org.qantara.tests.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.qantara.app.security.Access;
import org.qantara.tests.process.Stack;

/** What a feed sends and no map reads is on the work lists of the running engine. */
class WorkListIT {
    private static Stack stack;

    @BeforeAll
    static void start() throws Exception {
        stack = Stack.shared();
    }

    private static void result(String code) throws Exception {
        String id = UUID.randomUUID().toString().substring(0, 8);
        String message = "MSH|^~\\&|LIS|LABFES|QANTARA|DPP|20261120101500+0100||ORU^R01^ORU_R01|W" + id
                + "|P|2.5.1||||||UNICODE UTF-8\r"
                + "PID|1||W" + id + "^^^LABFES^PI||TAZI^Omar||19800105|M||||||||||||||||||||||ZZ\r"
                + "OBR|1||F" + id + "^LIS|24323-8^Bilan^LN|||20261120083000\r"
                + "OBX|1|NM|" + code + "||5.1|mmol/L|||||F\r"
                + "ZLB|1|machine 7\r";
        stack.send("LAB-FES-01", message.getBytes(StandardCharsets.UTF_8));
        assertThat(stack.awaitRow("LAB-FES-01", "W" + id).path("state").asText())
                .isEqualTo("delivered");
    }

    private static JsonNode code(String name, Access access) throws Exception {
        for (JsonNode code : stack.fhir()
                .json("/api/codes?facility=LAB-FES-01&table=LabCode", access)
                .path("codes")) {
            if (code.path("code").asText().equals(name)) return code;
        }
        return null;
    }

    @Test
    void codes_without_a_row_and_fields_that_no_map_reads_are_counted() throws Exception {
        String name = "ZW" + UUID.randomUUID().toString().substring(0, 6);
        result(name + "^Dosage inconnu^L");
        result(name + "^Dosage inconnu^L");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> code(name, Access.ADMIN) != null
                        && code(name, Access.ADMIN).path("messages").asInt() == 2);
        JsonNode code = code(name, Access.ADMIN);
        assertThat(code.path("text").asText()).isEqualTo("Dosage inconnu");
        assertThat(code.path("system").asText()).isEqualTo("L");
        assertThat(code.path("path").asText()).isEqualTo("OBX-3");
        assertThat(code(name, Access.OPERATOR))
                .as("what two messages had may be anything and is not shown to an operator")
                .isNull();
        result(name + "^Dosage inconnu^L");
        await().atMost(Duration.ofSeconds(30)).until(() -> code(name, Access.OPERATOR) != null);
        assertThat(stack.fhir()
                        .json("/api/unmapped?facility=LAB-FES-01", Access.OPERATOR)
                        .path("fields")
                        .findValuesAsText("path"))
                .contains("ZLB-2")
                .doesNotContain("PID-3.1");
        assertThat(stack.fhir().get("/api/codes", Access.READER).statusCode()).isEqualTo(403);
    }
}
