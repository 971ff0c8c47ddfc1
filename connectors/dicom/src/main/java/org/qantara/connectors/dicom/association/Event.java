package org.qantara.connectors.dicom.association;

/** The events of PS3.8 table 9-10, in its order. */
public enum Event {
    EVT1("A-ASSOCIATE request of the local user"),
    EVT2("transport connection confirmed"),
    EVT3("A-ASSOCIATE-AC received"),
    EVT4("A-ASSOCIATE-RJ received"),
    EVT5("transport connection indicated"),
    EVT6("A-ASSOCIATE-RQ received"),
    EVT7("A-ASSOCIATE response of the local user: accept"),
    EVT8("A-ASSOCIATE response of the local user: reject"),
    EVT9("P-DATA request of the local user"),
    EVT10("P-DATA-TF received"),
    EVT11("A-RELEASE request of the local user"),
    EVT12("A-RELEASE-RQ received"),
    EVT13("A-RELEASE-RP received"),
    EVT14("A-RELEASE response of the local user"),
    EVT15("A-ABORT request of the local user"),
    EVT16("A-ABORT received"),
    EVT17("transport connection closed"),
    EVT18("ARTIM timer expired"),
    EVT19("unrecognized or invalid PDU received");

    private final String meaning;

    Event(String meaning) {
        this.meaning = meaning;
    }

    public String meaning() {
        return meaning;
    }
}
