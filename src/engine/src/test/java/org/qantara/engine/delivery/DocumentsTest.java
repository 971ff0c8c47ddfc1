package org.qantara.engine.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.qantara.mapping.MappedBundle;
import org.qantara.mapping.Owns;

/** Documents leave the resources that name them and become Binaries by their bytes. */
class DocumentsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] PDF = "%PDF-1.4".getBytes(StandardCharsets.US_ASCII);

    private static MappedBundle.Entry reference(String id, String data) {
        String json = "{\"resourceType\":\"DocumentReference\",\"id\":\"" + id
                + "\",\"status\":\"current\",\"content\":[{\"attachment\":{\"contentType\":\"application/pdf\",\"data\":\""
                + data + "\"}}]}";
        return new MappedBundle.Entry(
                "DocumentReference", id, Owns.REPLACE, List.of(), json.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode attachment(MappedBundle.Entry entry) throws Exception {
        return JSON.readTree(entry.resource(null)).path("content").path(0).path("attachment");
    }

    @Test
    void the_same_bytes_are_one_binary_named_by_their_digest() throws Exception {
        String data = Base64.getEncoder().encodeToString(PDF);
        Documents documents = Documents.of(new MappedBundle(List.of(reference("a", data), reference("b", data))));
        assertThat(documents.binaries().entries()).singleElement().satisfies(binary -> {
            assertThat(binary.type()).isEqualTo("Binary");
            assertThat(binary.id()).matches("[0-9a-f]{64}");
            assertThat(binary.owns()).isEqualTo(Owns.CREATE);
            assertThat(JSON.readTree(binary.resource(null)).path("data").asText())
                    .isEqualTo(data);
        });
        String url = "Binary/" + documents.binaries().entries().get(0).id();
        assertThat(documents.rest().entries()).hasSize(2);
        for (MappedBundle.Entry entry : documents.rest().entries()) {
            assertThat(attachment(entry).path("url").asText()).isEqualTo(url);
            assertThat(attachment(entry).path("size").asInt()).isEqualTo(PDF.length);
            assertThat(attachment(entry).path("contentType").asText()).isEqualTo("application/pdf");
            assertThat(attachment(entry).has("data")).isFalse();
        }
    }

    @Test
    void what_is_no_base64_stays_where_it_is() throws Exception {
        Documents documents = Documents.of(new MappedBundle(List.of(reference("a", "not base64!"))));
        assertThat(documents.binaries().entries()).isEmpty();
        assertThat(attachment(documents.rest().entries().get(0)).path("data").asText())
                .isEqualTo("not base64!");
    }

    @Test
    void a_bundle_without_documents_is_left_as_it_is() {
        MappedBundle bundle = new MappedBundle(List.of(new MappedBundle.Entry(
                "Patient",
                "p",
                Owns.MERGE,
                List.of(),
                "{\"resourceType\":\"Patient\",\"id\":\"p\"}".getBytes(StandardCharsets.UTF_8))));
        assertThat(Documents.of(bundle).rest()).isSameAs(bundle);
    }
}
