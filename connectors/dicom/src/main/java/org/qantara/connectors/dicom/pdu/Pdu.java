package org.qantara.connectors.dicom.pdu;

/** One protocol data unit of the DICOM upper layer (PS3.8 section 9.3), or a piece of one P-DATA-TF: see {@link Pdv}. */
public sealed interface Pdu permits AssociateRq, AssociateAc, AssociateRj, Pdv, ReleaseRq, ReleaseRp, Abort {

    /** PDU types of PS3.8 table 9-11 and following. */
    int TYPE_ASSOCIATE_RQ = 0x01;

    int TYPE_ASSOCIATE_AC = 0x02;
    int TYPE_ASSOCIATE_RJ = 0x03;
    int TYPE_P_DATA_TF = 0x04;
    int TYPE_RELEASE_RQ = 0x05;
    int TYPE_RELEASE_RP = 0x06;
    int TYPE_ABORT = 0x07;

    /** The DICOM application context name, the only one the standard knows (PS3.7 annex A.2.1). */
    String APPLICATION_CONTEXT = "1.2.840.10008.3.1.1.1";
}
