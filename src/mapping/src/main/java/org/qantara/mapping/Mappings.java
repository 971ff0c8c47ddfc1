package org.qantara.mapping;

/** Compiled maps. Immutable and safe for use by several threads. */
public interface Mappings {

    /** Maps one message; the same message and the same maps give the same bytes. */
    MapOutcome map(SourceMessage message);

    /** SHA-256 over the names and contents of the maps, in hexadecimal: what is stored with each message. */
    String version();
}
