package org.qantara.connectors.dicom.association;

/**
 * The actions of PS3.8 tables 9-6 to 9-9, each with the state it leads to. Two depend on the moment: AE6 goes to
 * {@link State#STA13} when the request is not acceptable to the provider, AR8 to {@link State#STA10} for the acceptor.
 */
public enum Action {
    AE1(State.STA4),
    AE2(State.STA5),
    AE3(State.STA6),
    AE4(State.STA1),
    AE5(State.STA2),
    AE6(State.STA3),
    AE7(State.STA6),
    AE8(State.STA13),
    DT1(State.STA6),
    DT2(State.STA6),
    AR1(State.STA7),
    AR2(State.STA8),
    AR3(State.STA1),
    AR4(State.STA13),
    AR5(State.STA1),
    AR6(State.STA7),
    AR7(State.STA8),
    AR8(State.STA9),
    AR9(State.STA11),
    AR10(State.STA12),
    AA1(State.STA13),
    AA2(State.STA1),
    AA3(State.STA1),
    AA4(State.STA1),
    AA5(State.STA1),
    AA6(State.STA13),
    AA7(State.STA13),
    AA8(State.STA13);

    private final State next;

    Action(State next) {
        this.next = next;
    }

    public State next() {
        return next;
    }
}
