package org.qantara.engine.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An encapsulated document that was too large to travel with its data set: it stays in the stored object, and Retrieve URL (0008,1190) says
 * where DICOMweb renders it (PS3.18 section 10.4.1.1.4), so that the record can point at it. Stateless.
 */
public final class LargeDocument {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DOCUMENT = "00420011";
    private static final String RETRIEVE_URL = "00081190";

    private LargeDocument() {}

    /**
     * The data set with the document's address; as it was when the document is in it or DICOMweb is nowhere.
     *
     * @param dicomweb {@code https://host/dicomweb}
     */
    public static byte[] reachable(byte[] dicomJson, @Nullable String dicomweb) {
        if (dicomweb == null || dicomJson.length > (1 << 22)) {
            return dicomJson; // it would not be so long without the document in it
        }
        try {
            JsonNode dataset = JSON.readTree(dicomJson);
            String study = Attributes.text(dataset, Attributes.STUDY_INSTANCE_UID);
            String series = Attributes.text(dataset, Attributes.SERIES_INSTANCE_UID);
            String instance = Attributes.text(dataset, Attributes.SOP_INSTANCE_UID);
            if (!(dataset instanceof ObjectNode open)
                    || !dataset.path(DOCUMENT).has("BulkDataURI")
                    || study == null
                    || series == null
                    || instance == null) {
                return dicomJson;
            }
            String url = dicomweb + "/studies/" + study + "/series/" + series + "/instances/" + instance + "/rendered";
            Attributes.put(open, RETRIEVE_URL, "UR", url);
            return open.toString().getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            return dicomJson; // the maps say what is wrong with it
        }
    }
}
