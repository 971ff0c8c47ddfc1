package org.qantara.engine.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.ErrorCode;
import org.qantara.engine.message.Fault;

/**
 * The one table by which answers to a FHIR transaction are read (rule 7).
 *
 * <table>
 * <tr><td>2xx with a transaction-response</td><td>delivered</td></tr>
 * <tr><td>400, 422 with an OperationOutcome; 413; 404, 410 whose OperationOutcome names an entry</td><td>rejected</td></tr>
 * <tr><td>409, 412</td><td>conflict</td></tr>
 * <tr><td>408, 425, 429, 5xx</td><td>retry</td></tr>
 * <tr><td>everything else, and whatever is not FHIR where FHIR was due</td><td>broken</td></tr>
 * </table>
 *
 * Pure functions.
 */
public final class AnswerTable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TEXT_CHARS_MAX = 1_500;

    private AnswerTable() {}

    /**
     * Reads one answer.
     *
     * @param body as received, possibly empty, possibly no JSON
     * @param retryAfterMs the Retry-After header, 0 when absent
     */
    public static Answer read(int status, byte[] body, long retryAfterMs) {
        JsonNode json = json(body);
        String type = json == null ? "" : json.path("resourceType").asText("");
        boolean outcome = type.equals("OperationOutcome");
        return switch (status) {
            case 400, 422 -> outcome ? rejected(status, json) : broken(status, "no OperationOutcome came with it");
            case 413 -> rejected(status, outcome ? json : null);
            case 404, 410 ->
                outcome && namesEntry(json)
                        ? rejected(status, json)
                        : broken(status, "the address is not that of a FHIR transaction endpoint");
            case 409, 412 -> new Answer.Conflict(status, "the destination answered " + status + " (write conflict)");
            case 408, 425, 429 -> retry(status, retryAfterMs);
            case 401, 403 -> broken(status, "the engine's credential is not accepted");
            default -> byClass(status, json, type, retryAfterMs);
        };
    }

    /**
     * Reads the answer to a transaction that several messages share.
     *
     * @param placesByMessage for each message, which entries of the transaction are its own
     * @return what each message would have been told alone; empty when the transaction was not taken, or not answered entry by entry
     */
    static Optional<List<Answer>> readShared(int status, byte[] body, List<List<Integer>> placesByMessage) {
        JsonNode json = status >= 200 && status < 300 ? json(body) : null;
        if (json == null || !json.path("resourceType").asText("").equals("Bundle")) {
            return Optional.empty();
        }
        JsonNode entries = json.path("entry");
        List<Answer> answers = new ArrayList<>();
        for (List<Integer> places : placesByMessage) {
            Set<Integer> lost = new HashSet<>();
            for (int own = 0; own < places.size(); own++) {
                JsonNode entry = entries.get(places.get(own));
                if (entry == null) {
                    return Optional.empty();
                }
                if (isSuperseded(entry.path("response").path("outcome"))) {
                    lost.add(own);
                }
            }
            answers.add(new Answer.Delivered(status, places.size() - lost.size(), lost.size(), lost));
        }
        return Optional.of(answers);
    }

    private static Answer byClass(int status, @Nullable JsonNode json, String type, long retryAfterMs) {
        if (status >= 500) {
            return retry(status, retryAfterMs);
        }
        if (status >= 200 && status < 300) {
            return json != null && type.equals("Bundle")
                    ? delivered(status, json)
                    : broken(status, "the answer is no FHIR Bundle; is something else behind this address?");
        }
        return broken(status, "not an answer that a FHIR transaction endpoint gives");
    }

    private static Answer retry(int status, long retryAfterMs) {
        return new Answer.Retry(status, "the destination answered " + status, retryAfterMs);
    }

    private static Answer broken(int status, String why) {
        return new Answer.Broken(status, "the destination answered " + status + ": " + why);
    }

    private static Answer delivered(int status, JsonNode bundle) {
        int entries = bundle.path("entry").size();
        Set<Integer> lost = new HashSet<>();
        for (int i = 0; i < entries; i++) {
            if (isSuperseded(bundle.path("entry").path(i).path("response").path("outcome"))) {
                lost.add(i);
            }
        }
        return new Answer.Delivered(status, entries - lost.size(), lost.size(), lost);
    }

    private static boolean isSuperseded(JsonNode outcome) {
        for (JsonNode issue : outcome.path("issue")) {
            for (JsonNode coding : issue.path("details").path("coding")) {
                if (coding.path("system").asText().equals("urn:qantara:outcome")
                        && coding.path("code").asText().equals("superseded")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean namesEntry(@Nullable JsonNode outcome) {
        if (outcome == null) {
            return false;
        }
        for (JsonNode issue : outcome.path("issue")) {
            for (String field : List.of("expression", "location")) {
                for (JsonNode place : issue.path(field)) {
                    if (place.asText().contains("entry[")) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static Answer rejected(int status, @Nullable JsonNode outcome) {
        List<String> texts = new ArrayList<>();
        String place = null;
        String code = null;
        if (outcome != null) {
            for (JsonNode issue : outcome.path("issue")) {
                texts.add(issue.path("diagnostics")
                        .asText(issue.path("details").path("text").asText("")));
                place = place != null ? place : first(issue, "expression", "location");
                code = code != null ? code : issue.path("code").asText(null);
            }
        }
        String text = "the destination answered " + status + (texts.isEmpty() ? "" : ": " + String.join("; ", texts));
        return new Answer.Rejected(
                status,
                new Fault(
                        ErrorCode.DESTINATION_REJECTED,
                        code,
                        place,
                        text.length() <= TEXT_CHARS_MAX ? text : text.substring(0, TEXT_CHARS_MAX)));
    }

    private static @Nullable String first(JsonNode issue, String... fields) {
        for (String field : fields) {
            if (!issue.path(field).isEmpty()) {
                return issue.path(field).get(0).asText();
            }
        }
        return null;
    }

    private static @Nullable JsonNode json(byte[] body) {
        try {
            return body.length == 0 ? null : JSON.readTree(body);
        } catch (IOException e) {
            return null;
        }
    }
}
