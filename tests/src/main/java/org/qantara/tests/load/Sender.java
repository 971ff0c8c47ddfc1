package org.qantara.tests.load;

/**
 * Who a load pretends to be.
 *
 * @param application MSH-3
 * @param facility MSH-4
 * @param authority assigning authority of the patient numbers (PID-3.4)
 */
public record Sender(String application, String facility, String authority) {
    /** The hospital of {@code routes/facilities/CHU-RABAT.camel.yaml}, which sends ADT. */
    public static final Sender CHU_RABAT = new Sender("HIS", "CHURABAT", "CHU-RABAT");

    /** The laboratory of {@code routes/facilities/LAB-FES-01.camel.yaml}, which sends ORU. */
    public static final Sender LAB_FES = new Sender("LIS", "LABFES", "LABFES");
}
