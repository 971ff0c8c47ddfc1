package org.qantara.connectors.mllp.hl7;

import org.jspecify.annotations.Nullable;

/**
 * What is to be said about a message.
 *
 * @param code HL7 table 0008 in the original mode: {@code AA}, {@code AE}, {@code AR}
 * @param commitCode the same in the enhanced mode, before the application has seen the message: {@code CA}, {@code CE}, {@code CR}
 * @param hl7Error HL7 table 0357, for example {@code 101}; null when accepted
 * @param location ERR-2 form, {@code MSH^1^9}; null when no place is to blame
 * @param text one sentence for people, without patient data; null when accepted
 * @param errorCode the symbolic code of whoever judged; null when there is none
 */
public record Verdict(
        String code,
        String commitCode,
        @Nullable String hl7Error,
        @Nullable String location,
        @Nullable String text,
        @Nullable String errorCode) {
    /** HL7 table 0357: what no other code fits. */
    public static final String APPLICATION_ERROR = "207";

    public static final Verdict ACCEPTED = new Verdict("AA", "CA", null, null, null, null);

    /** Sending the message again will not help: {@code AE} when it is at fault itself, {@code AR} when it does not belong here. */
    public static Verdict refused(
            String code,
            @Nullable String hl7Error,
            @Nullable String location,
            @Nullable String text,
            @Nullable String errorCode) {
        if (!code.equals("AE") && !code.equals("AR")) {
            throw new IllegalArgumentException("code of a refusal is '" + code + "', expected AE or AR");
        }
        return new Verdict(code, "C" + code.charAt(1), hl7Error, location, text, errorCode);
    }

    /** Not the message's fault: send it again later. AR in the original mode, because many senders skip a message on AE; CE in the enhanced one. */
    public static Verdict tryAgainLater(String text) {
        return new Verdict("AR", "CE", APPLICATION_ERROR, null, text, null);
    }

    /** The message was not kept. */
    public boolean tryAgain() {
        return code.equals("AR") && commitCode.equals("CE");
    }

    public boolean positive() {
        return code.equals("AA");
    }
}
