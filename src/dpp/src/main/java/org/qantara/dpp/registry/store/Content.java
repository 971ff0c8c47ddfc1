package org.qantara.dpp.registry.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import org.qantara.dpp.registry.Person;

/**
 * What the registry keeps of a source patient: the values it compares, and which other patients the record itself names.
 *
 * @param person the raw values
 * @param links {@code Patient.link}: id of the other patient to the type ({@code replaced-by}, {@code seealso}, …)
 */
public record Content(Person person, Map<String, String> links) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    public Content {
        links = Map.copyOf(links);
    }

    String toJson() {
        try {
            return JSON.writeValueAsString(new Content(person, new java.util.TreeMap<>(links)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a person cannot be written as JSON", e);
        }
    }

    static Content fromJson(String json) {
        try {
            return JSON.readValue(json, Content.class);
        } catch (JsonProcessingException e) {
            // Jackson's message quotes the text, which holds a patient
            throw new IllegalStateException("a row of QANTARA_MPI_RECORD does not hold a person");
        }
    }

    @Override
    public String toString() {
        return "Content[" + person + "]";
    }
}
