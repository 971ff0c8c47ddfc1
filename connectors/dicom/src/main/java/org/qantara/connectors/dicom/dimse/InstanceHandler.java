package org.qantara.connectors.dicom.dimse;

import org.qantara.connectors.dicom.part10.StoredObject;

/** Takes over stored instances. Thread-safe; may block; must be idempotent: after a crash an instance can come twice. */
@FunctionalInterface
public interface InstanceHandler {
    /** Returns only when the outcome is durable. */
    Outcome handle(StoredInstance instance);

    /** The spool has noted that the instance is accepted: it is where it will stay. Not told again after a crash. */
    default void kept(StoredObject object) {}

    /** The sender has released its association: what it sent is likely to be all. A hint. */
    default void released(AssociationInfo association) {}

    /** What became of the instance. */
    sealed interface Outcome {
        /** Taken over durably: the sender gets success. */
        record Accepted() implements Outcome {}

        /**
         * Judged and refused.
         *
         * @param status DIMSE status for the sender
         * @param comment Error Comment, without patient data
         */
        record Refused(int status, String comment) implements Outcome {}

        /** Not possible now: the sender gets A700H and the instance stays pending. */
        record Unavailable(String comment) implements Outcome {}
    }
}
