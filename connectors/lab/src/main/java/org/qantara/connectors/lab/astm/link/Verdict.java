package org.qantara.connectors.lab.astm.link;

/** What became of a message that was handed over. */
public enum Verdict {
    /** Stored: may be acknowledged. */
    ACCEPTED,
    /** Judged and kept, but not accepted: handing it over again would change nothing. */
    REFUSED,
    /** Not stored: the sender must keep it and send it again. */
    UNAVAILABLE
}
