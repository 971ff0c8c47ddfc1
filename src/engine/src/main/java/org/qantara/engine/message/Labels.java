package org.qantara.engine.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the engine calls a message by: the few fields that are read before the acknowledgement, for order, duplicates and
 * search. All values as text of the decided charset, cut to a stored length; null where the message does not say.
 *
 * @param controlId MSH-10, SOP Instance UID, or the like of another format
 * @param messageType {@code ADT^A01}, {@code DICOM^CT}, {@code ASTM^R}
 * @param sendingApplication MSH-3.1
 * @param sendingFacility MSH-4.1
 * @param messageTime MSH-7 as sent
 * @param patient the local patient number of the route's assigning authority
 * @param visit visit number
 * @param placerOrder placer order number
 * @param fillerOrder filler order or accession number
 * @param sample specimen number
 * @param otherPatients local numbers of the further patients the message names (merge, move, link, swap)
 * @param contentHash SHA-256 in hex over the bytes without MSH-7: the half of the duplicate key that the control id is not
 */
public record Labels(
        @Nullable String controlId,
        @Nullable String messageType,
        @Nullable String version,
        @Nullable String sendingApplication,
        @Nullable String sendingFacility,
        @Nullable String messageTime,
        @Nullable String patient,
        @Nullable String visit,
        @Nullable String placerOrder,
        @Nullable String fillerOrder,
        @Nullable String sample,
        List<String> otherPatients,
        String contentHash) {

    /** Freezes the list. */
    public Labels {
        otherPatients = List.copyOf(otherPatients);
    }

    /** Nothing but the hash: for bytes that could not be read as a message. */
    public static Labels none(String contentHash) {
        return new Labels(null, null, null, null, null, null, null, null, null, null, null, List.of(), contentHash);
    }

    /**
     * What order is kept by: the local patient number, else visit, else order, else sample, else the connection (rule 3). The
     * kind is part of the key, so that visit 7 and patient 7 do not meet.
     */
    public String orderKey(String connection) {
        if (patient != null) {
            return patientKey(patient);
        }
        if (visit != null) {
            return "visit " + visit;
        }
        if (placerOrder != null) {
            return "order " + placerOrder;
        }
        if (fillerOrder != null) {
            return "order " + fillerOrder;
        }
        return sample != null ? "sample " + sample : "connection " + connection;
    }

    /** Whether the order key follows from what the message says, so that two equal messages have the same. */
    public boolean isOrderedByContent() {
        return patient != null || visit != null || namesAnOrder();
    }

    /** Whether it speaks of an order, by any of its numbers. */
    public boolean namesAnOrder() {
        return placerOrder != null || fillerOrder != null || sample != null;
    }

    /** The order key of a patient number. */
    public static String patientKey(String patient) {
        return "patient " + patient;
    }
}
