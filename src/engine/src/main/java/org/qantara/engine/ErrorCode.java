package org.qantara.engine;

import org.jspecify.annotations.Nullable;

/**
 * Every error the engine can name, with what it is called in each protocol: HL7 acknowledgement code (table 0008, original mode)
 * and error condition (table 0357), HTTP status, FHIR issue type, DICOM status (PS3.4 C-STORE and PS3.7 Annex C). The remedy is
 * the sentence an operator reads.
 */
public enum ErrorCode {
    /** The body does not begin with a readable header of its format. */
    MALFORMED(
            "AE",
            "100",
            400,
            "structure",
            0xC000,
            "the sender must send whole messages; the bytes are kept with the refusal"),
    /** The connector said that the body is not a whole message. */
    TRANSPORT_FAULT("AE", "100", 400, "incomplete", 0xC000, "look at the connection: the frame was cut or too large"),
    /** A field of the envelope that must be valued is empty. */
    MISSING_FIELD("AE", "101", 422, "required", 0x0120, "the sender must value this field"),
    /** MSH-9 is not one of the route's types. */
    UNSUPPORTED_MESSAGE_TYPE(
            "AR",
            "200",
            422,
            "not-supported",
            0x0122,
            "add the type to the option \"types\" of the route, or stop the feed"),
    /** MSH-11 is not what the route takes: test or debugging traffic never enters the live record. */
    UNSUPPORTED_PROCESSING_ID(
            "AR",
            "202",
            422,
            "business-rule",
            0x0124,
            "send production messages, or use a route with this processing id"),
    /** MSH-12 is not one of the route's versions. */
    UNSUPPORTED_VERSION(
            "AR", "203", 422, "not-supported", 0x0122, "add the version to the option \"versions\" of the route"),
    /** MSH-3 or MSH-4 is not the sender that this route belongs to. */
    WRONG_SENDER(
            "AR",
            "207",
            403,
            "security",
            0x0124,
            "the sender is on another facility's port, or the route names another sender"),
    /** The route asks the maps before it acknowledges, and they cannot make sense of it. */
    INVALID_CONTENT(
            "AE",
            "207",
            422,
            "invalid",
            0xC000,
            "the sender was told and sends a mended message; or mend the map, or take \"validate\" out of the route"),
    /** The message could not be stored: nothing was kept. */
    STORE_UNAVAILABLE(
            "AR", "207", 503, "transient", 0xA700, "the sender may send again; look at the broker's disk and log"),
    /** More is under way than the inbox may hold in memory. */
    BUSY("AR", "207", 503, "throttled", 0xA700, "the sender may send again in a moment"),
    /** The maps cannot make sense of it. */
    MAPPING_FAILED(null, null, 422, "processing", 0xC000, "mend the map or the sender, then replay"),
    /** The maps said that this message must not be applied. */
    MAPPING_REFUSED(null, null, 422, "business-rule", 0xC000, "look at the place named, then replay or discard"),
    /** Understood, and nothing in the record follows from it. */
    NO_ENTRY(null, null, 200, "informational", 0x0000, "nothing; replay when new maps would make something of it"),
    /** A result whose patient neither a number of the route's authority nor an order names. */
    UNMATCHED(
            null,
            null,
            422,
            "not-found",
            0xC000,
            "wait for the order, or say whose it is: ./qantara queue match INTAKE --patient NUMBER --reason TEXT"),
    /** Quality control or calibration: never a patient's. */
    QUALITY_CONTROL(null, null, 200, "informational", 0x0000, "nothing; ./qantara queue list --kind qc shows them"),
    /** An analyser's question, answered from the order table. */
    HOST_QUERY(null, null, 200, "informational", 0x0000, "nothing"),
    /** The destination answered that the message is wrong. */
    DESTINATION_REJECTED(
            null,
            null,
            422,
            "processing",
            0xC000,
            "read what the destination said, mend the map or the sender, then replay"),
    /** The message failed again and again while others succeeded. */
    POISON(null, null, 422, "exception", 0xC000, "read the destination's log for this message, then replay or discard"),
    /** A fault of the engine while it worked on this message. */
    INTERNAL(null, null, 500, "exception", 0x0110, "report it with the intake number; replay when it is mended"),
    /** The connection to a destination broke after the message was sent: nobody knows whether it arrived. */
    SEND_UNKNOWN(
            null, null, 504, "timeout", 0xA700, "ask the receiver whether it has the message, then replay or discard");

    private final @Nullable String ackCode;
    private final @Nullable String hl7Error;
    private final int httpStatus;
    private final String fhirIssueType;
    private final int dicomStatus;
    private final String remedy;

    ErrorCode(
            @Nullable String ackCode,
            @Nullable String hl7Error,
            int httpStatus,
            String fhirIssueType,
            int dicomStatus,
            String remedy) {
        this.ackCode = ackCode;
        this.hl7Error = hl7Error;
        this.httpStatus = httpStatus;
        this.fhirIssueType = fhirIssueType;
        this.dicomStatus = dicomStatus;
        this.remedy = remedy;
    }

    /** HL7 table 0008 in original mode; null for what happens after the acknowledgement. */
    public @Nullable String ackCode() {
        return ackCode;
    }

    /** HL7 table 0357; null for what happens after the acknowledgement. */
    public @Nullable String hl7Error() {
        return hl7Error;
    }

    /** HTTP status of the same verdict. */
    public int httpStatus() {
        return httpStatus;
    }

    /** FHIR issue type of the same verdict. */
    public String fhirIssueType() {
        return fhirIssueType;
    }

    /** DICOM status of the same verdict. */
    public int dicomStatus() {
        return dicomStatus;
    }

    /** What a person does next. */
    public String remedy() {
        return remedy;
    }
}
