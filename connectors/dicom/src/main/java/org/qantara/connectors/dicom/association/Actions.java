package org.qantara.connectors.dicom.association;

import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.dicom.association.Ending.Kind;
import org.qantara.connectors.dicom.pdu.Abort;
import org.qantara.connectors.dicom.pdu.AssociateAc;
import org.qantara.connectors.dicom.pdu.AssociateRj;
import org.qantara.connectors.dicom.pdu.AssociateRq;
import org.qantara.connectors.dicom.pdu.Pdu;
import org.qantara.connectors.dicom.pdu.PduException;
import org.qantara.connectors.dicom.pdu.Pdv;
import org.qantara.connectors.dicom.pdu.ReleaseRp;
import org.qantara.connectors.dicom.pdu.ReleaseRq;

/** What each action of PS3.8 tables 9-6 to 9-9 does; timers are armed by the state it leads to. */
record Actions(Association association, AssociationUser user, AssociationSettings settings) {

    void run(Action action, State before, Event event, @Nullable Object subject) {
        switch (action) {
            case AE1, AE5, AA6, AA5, AR5 -> {
                // AE-1 and AE-5: the transport is Netty's work. AA-6: the PDU is ignored.
                ReferenceCountUtil.release(subject);
                if (action == Action.AA5 || action == Action.AR5) {
                    association.tellEnd(Kind.CONNECTION_LOST, "the peer closed the connection");
                }
            }
            case AE2 -> association.write(association.request());
            case AE3 -> user.established(association, association.request(), the(AssociateAc.class, subject));
            case AE4 -> {
                AssociateRj rejection = the(AssociateRj.class, subject);
                user.rejected(rejection);
                association.tellEnd(Kind.REJECTED, rejection.meaning());
                close();
            }
            case AE6 -> indicate(the(AssociateRq.class, subject));
            case AE7 -> {
                AssociateAc accepted = the(AssociateAc.class, subject);
                association.write(accepted);
                user.established(association, association.request(), accepted);
            }
            case AE8 -> reject(the(AssociateRj.class, subject));
            case DT1, AR7 -> association.write(the(Association.Outgoing.class, subject));
            case DT2, AR6 -> user.data(the(Pdv.class, subject));
            case AR1 -> association.write(new ReleaseRq());
            case AR2 -> user.releaseIndication();
            case AR3 -> {
                association.tellEnd(Kind.RELEASED, "released");
                close();
            }
            case AR4 -> {
                association.write(new ReleaseRp());
                association.tellEnd(Kind.RELEASED, "released");
            }
            case AR8 -> {
                // the acceptor of a collision answers only after the requestor's A-RELEASE-RP (AR-10)
                if (association.state() == State.STA9) {
                    user.releaseIndication();
                }
            }
            case AR9 -> association.write(new ReleaseRp());
            case AR10 -> user.releaseIndication();
            case AA1 -> {
                ReferenceCountUtil.release(subject);
                association.write(Abort.BY_USER);
                association.tellEnd(Kind.ABORTED_HERE, unexpected(before, event));
            }
            case AA2 -> {
                ReferenceCountUtil.release(subject);
                association.tellEnd(Kind.CONNECTION_LOST, unexpected(before, event));
                close();
            }
            case AA3 -> {
                association.tellEnd(Kind.ABORTED_BY_PEER, association.meaningOf(the(Abort.class, subject)));
                close();
            }
            case AA4 -> association.tellEnd(before == State.STA8 ? Kind.RELEASED : Kind.CONNECTION_LOST, lost(before));
            case AA7 -> {
                ReferenceCountUtil.release(subject);
                association.write(Abort.byProvider(reason(subject)));
            }
            case AA8 -> {
                ReferenceCountUtil.release(subject);
                association.write(Abort.byProvider(reason(subject)));
                association.tellEnd(Kind.ABORTED_HERE, unexpected(before, event));
            }
        }
    }

    private void indicate(AssociateRq request) {
        association.request(request);
        if ((request.protocolVersion() & 1) == 0) {
            association.state(State.STA13);
            reject(AssociateRj.PROTOCOL_VERSION_NOT_SUPPORTED);
            return;
        }
        Pdu answer = user.associateIndication(association, request);
        association.fire(answer instanceof AssociateAc ? Event.EVT7 : Event.EVT8, answer);
    }

    private void reject(AssociateRj rejection) {
        association.write(rejection);
        association.tellEnd(Kind.REJECTED, rejection.meaning());
    }

    private void close() {
        association.context().close();
    }

    /** Some modalities close right after A-RELEASE-RQ: everything was said, so that is no error. */
    private static String lost(State before) {
        return before == State.STA8
                ? "released; the peer closed without waiting for the answer"
                : "the connection closed in state: " + before.meaning();
    }

    private static String unexpected(State before, Event event) {
        return event.meaning() + " in state: " + before.meaning();
    }

    private static int reason(@Nullable Object subject) {
        return subject instanceof PduException invalid ? invalid.abortReason() : Abort.UNEXPECTED_PDU;
    }

    private static <T> T the(Class<T> type, @Nullable Object subject) {
        if (!type.isInstance(subject)) {
            throw new IllegalStateException("the event must carry " + type.getSimpleName() + ", it carries " + subject);
        }
        return type.cast(subject);
    }
}
