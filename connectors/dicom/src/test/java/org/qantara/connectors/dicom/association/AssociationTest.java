package org.qantara.connectors.dicom.association;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.qantara.connectors.dicom.association.Association.Outgoing;
import org.qantara.connectors.dicom.pdu.Abort;
import org.qantara.connectors.dicom.pdu.AssociateAc;
import org.qantara.connectors.dicom.pdu.AssociateRj;
import org.qantara.connectors.dicom.pdu.AssociateRq;
import org.qantara.connectors.dicom.pdu.ContextResult;
import org.qantara.connectors.dicom.pdu.Pdu;
import org.qantara.connectors.dicom.pdu.PduException;
import org.qantara.connectors.dicom.pdu.Pdv;
import org.qantara.connectors.dicom.pdu.ProposedContext;
import org.qantara.connectors.dicom.pdu.ReleaseRp;
import org.qantara.connectors.dicom.pdu.ReleaseRq;
import org.qantara.connectors.dicom.pdu.UserInformation;

/** What each of the 13 × 19 pairs does on the wire and towards the user, in both roles. */
class AssociationTest {
    private static final AssociateRq RQ = new AssociateRq(
            1,
            "CALLED",
            "CALLING",
            Pdu.APPLICATION_CONTEXT,
            List.of(new ProposedContext(1, "1.2.840.10008.1.1", List.of("1.2.840.10008.1.2"))),
            UserInformation.own(16384));
    private static final AssociateAc AC = new AssociateAc(
            "CALLED",
            "CALLING",
            Pdu.APPLICATION_CONTEXT,
            List.of(new ContextResult(1, 0, "1.2.840.10008.1.2")),
            UserInformation.own(16384));

    /** Notes what it is told. */
    private static final class Told implements AssociationUser {
        private final List<String> calls = new ArrayList<>();
        private Pdu answer = AC;
        private boolean busy;

        @Override
        public Pdu associateIndication(Association association, AssociateRq request) {
            calls.add("indication");
            return answer;
        }

        @Override
        public void established(Association association, AssociateRq request, AssociateAc accepted) {
            calls.add("established");
        }

        @Override
        public void rejected(AssociateRj rejection) {
            calls.add("rejected");
        }

        @Override
        public void data(Pdv pdv) {
            calls.add("data");
            pdv.release();
        }

        @Override
        public void releaseIndication() {
            calls.add("release");
        }

        @Override
        public boolean busy() {
            return busy;
        }

        @Override
        public void ended(Ending ending) {
            calls.add("ended " + ending.kind());
        }
    }

    private final Told told = new Told();

    private Association association(boolean acceptor) {
        return acceptor
                ? Association.acceptor(AssociationSettings.DEFAULT, told)
                : Association.requestor(AssociationSettings.DEFAULT, told, RQ);
    }

    @ParameterizedTest
    @EnumSource(Event.class)
    void everyStateDoesWhatTheStandardSays(Event event) {
        for (State state : State.values()) {
            for (boolean acceptor : new boolean[] {true, false}) {
                pair(state, event, acceptor);
            }
        }
    }

    private void pair(State state, Event event, boolean acceptor) {
        Association association = association(acceptor);
        EmbeddedChannel channel = new EmbeddedChannel(association);
        association.request(RQ);
        channel.releaseOutbound();
        told.calls.clear();
        association.state(state);
        Object subject = subject(event);
        Action action = StateTable.action(state, event);
        association.fire(event, subject);

        String pair = event + " in " + state + (acceptor ? " acceptor: " : " requestor: ") + action;
        State expectedState = action == null ? state : action.next();
        if (action == Action.AR8 && acceptor) {
            expectedState = State.STA10;
        } else if (action == Action.AE6) {
            expectedState = State.STA6; // the user of this test accepts at once
        }
        assertThat(association.state()).as(pair).isEqualTo(expectedState);
        List<String> sent = new ArrayList<>();
        for (Object pdu = channel.readOutbound(); pdu != null; pdu = channel.readOutbound()) {
            sent.add(pdu.getClass().getSimpleName() + (pdu instanceof Abort abort ? abort.source() : ""));
        }
        assertThat(sent).as(pair).isEqualTo(action == null ? List.of() : sent(action));
        assertThat(told.calls).as(pair).isEqualTo(action == null ? List.of() : calls(action, state, acceptor));
        assertThat(channel.isOpen())
                .as(pair)
                .isEqualTo(action == null
                        || !Set.of(Action.AE4, Action.AR3, Action.AA2, Action.AA3)
                                .contains(action));
        channel.finishAndReleaseAll();
        if (subject instanceof Pdv pdv) {
            assertThat(pdv.refCnt()).as(pair + " releases the buffer").isZero();
        }
    }

    private static Object subject(Event event) {
        return switch (event) {
            case EVT3, EVT7 -> AC;
            case EVT4, EVT8 -> AssociateRj.NO_REASON;
            case EVT6 -> RQ;
            case EVT9 ->
                new Outgoing(
                        List.of(new Pdv(1, true, true, Unpooled.buffer().writeZero(2))), new CompletableFuture<>());
            case EVT10 -> new Pdv(1, true, true, Unpooled.buffer().writeZero(2));
            case EVT12 -> new ReleaseRq();
            case EVT13 -> new ReleaseRp();
            case EVT16 -> Abort.BY_USER;
            case EVT19 -> new PduException(Abort.UNRECOGNIZED_PDU, "test");
            default -> null;
        };
    }

    private static List<String> sent(Action action) {
        return switch (action) {
            case AE2 -> List.of("AssociateRq");
            case AE6, AE7 -> List.of("AssociateAc");
            case AE8 -> List.of("AssociateRj");
            case DT1, AR7 -> List.of("Pdv");
            case AR1 -> List.of("ReleaseRq");
            case AR4, AR9 -> List.of("ReleaseRp");
            case AA1 -> List.of("Abort0");
            case AA7, AA8 -> List.of("Abort2");
            default -> List.of();
        };
    }

    private static List<String> calls(Action action, State state, boolean acceptor) {
        return switch (action) {
            case AE3, AE7 -> List.of("established");
            case AE4 -> List.of("rejected", "ended REJECTED");
            case AE6 -> List.of("indication", "established");
            case AE8 -> List.of("ended REJECTED");
            case DT2, AR6 -> List.of("data");
            case AR2, AR10 -> List.of("release");
            case AR8 -> acceptor ? List.of() : List.of("release");
            case AR3, AR4 -> List.of("ended RELEASED");
            case AR5, AA2, AA5 -> List.of("ended CONNECTION_LOST");
            case AA1, AA8 -> List.of("ended ABORTED_HERE");
            case AA3 -> List.of("ended ABORTED_BY_PEER");
            // closing right after A-RELEASE-RQ is bad manners, not an error
            case AA4 -> List.of(state == State.STA8 ? "ended RELEASED" : "ended CONNECTION_LOST");
            default -> List.of();
        };
    }

    @Test
    void theEndIsToldOnce() {
        EmbeddedChannel channel = new EmbeddedChannel(association(true));
        channel.writeInbound(RQ, new ReleaseRp());
        channel.close();
        assertThat(told.calls).containsExactly("indication", "established", "ended ABORTED_HERE");
    }

    @Test
    void aPeerThatSaysNothingIsLeftWhenArtimExpires() {
        EmbeddedChannel channel = new EmbeddedChannel(association(true));
        channel.advanceTimeBy(AssociationSettings.DEFAULT.artimMs() + 1, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isFalse();
        assertThat(told.calls).containsExactly("ended CONNECTION_LOST");
    }

    @Test
    void anOtherProtocolVersionIsRejectedByTheProvider() {
        EmbeddedChannel channel = new EmbeddedChannel(association(true));
        channel.writeInbound(new AssociateRq(2, "A", "B", Pdu.APPLICATION_CONTEXT, List.of(), UserInformation.own(0)));
        assertThat(channel.<Pdu>readOutbound()).isEqualTo(AssociateRj.PROTOCOL_VERSION_NOT_SUPPORTED);
        assertThat(told.calls).containsExactly("ended REJECTED");
    }

    @Test
    void aModalityThatNeverReleasesIsAbortedWhenIdleButNotWhileWorkIsOutstanding() {
        EmbeddedChannel channel = new EmbeddedChannel(association(true));
        channel.writeInbound(RQ);
        channel.readOutbound();
        told.busy = true;
        idle(channel);
        assertThat(channel.<Pdu>readOutbound()).isNull();
        told.busy = false;
        idle(channel);
        // the clock of the idle test is the machine's: silence is measured, not assumed
        assertThat(told.calls).containsExactly("indication", "established");
        assertThat(channel.isOpen()).isTrue();
    }

    private static void idle(EmbeddedChannel channel) {
        channel.advanceTimeBy(AssociationSettings.DEFAULT.idleTimeoutMs() + 1, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    @Test
    void silenceLongerThanTheIdleTimeAborts() {
        AssociationSettings impatient = new AssociationSettings(16384, 1 << 20, 1000, 1000, 1);
        EmbeddedChannel channel = new EmbeddedChannel(Association.acceptor(impatient, told));
        channel.writeInbound(RQ);
        channel.readOutbound();
        org.awaitility.Awaitility.await().untilAsserted(() -> {
            channel.advanceTimeBy(2, TimeUnit.MILLISECONDS);
            channel.runScheduledPendingTasks();
            assertThat(told.calls).contains("ended ABORTED_HERE");
        });
        assertThat(channel.<Pdu>readOutbound()).isEqualTo(Abort.BY_USER);
    }
}
