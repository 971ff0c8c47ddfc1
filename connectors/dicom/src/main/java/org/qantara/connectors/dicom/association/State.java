package org.qantara.connectors.dicom.association;

/** The states of PS3.8 tables 9-1 to 9-5. */
public enum State {
    STA1("idle"),
    STA2("transport open, awaiting A-ASSOCIATE-RQ"),
    STA3("awaiting the local A-ASSOCIATE response"),
    STA4("awaiting the transport to open"),
    STA5("awaiting A-ASSOCIATE-AC or -RJ"),
    STA6("association established"),
    STA7("awaiting A-RELEASE-RP"),
    STA8("awaiting the local A-RELEASE response"),
    STA9("release collision, requestor: awaiting the local A-RELEASE response"),
    STA10("release collision, acceptor: awaiting A-RELEASE-RP"),
    STA11("release collision, requestor: awaiting A-RELEASE-RP"),
    STA12("release collision, acceptor: awaiting the local A-RELEASE response"),
    STA13("awaiting the transport to close");

    private final String meaning;

    State(String meaning) {
        this.meaning = meaning;
    }

    public String meaning() {
        return meaning;
    }
}
