package org.qantara.mapping;

/**
 * One thing that went wrong while a message was mapped. Never contains content of the message.
 *
 * @param code symbolic code such as {@code KEY-MISSING}, {@code CODE-UNMAPPED}
 * @param severity what it does to the message
 * @param where place in the message ({@code OBX[3]-5}) or rule ({@code segments/obx.yaml:25:9})
 * @param message one sentence for people: what was found and what was expected
 */
public record Issue(String code, Severity severity, String where, String message) {

    /** {@code ERROR} quarantines the message, {@code WARNING} is counted and tolerated. */
    public enum Severity {
        ERROR,
        WARNING
    }
}
