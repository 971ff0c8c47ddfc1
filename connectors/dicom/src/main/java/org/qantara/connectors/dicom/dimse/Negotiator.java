package org.qantara.connectors.dicom.dimse;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.dicom.association.Peer;
import org.qantara.connectors.dicom.dataset.Uids;
import org.qantara.connectors.dicom.pdu.AssociateAc;
import org.qantara.connectors.dicom.pdu.AssociateRj;
import org.qantara.connectors.dicom.pdu.AssociateRq;
import org.qantara.connectors.dicom.pdu.ContextResult;
import org.qantara.connectors.dicom.pdu.Pdu;
import org.qantara.connectors.dicom.pdu.ProposedContext;
import org.qantara.connectors.dicom.pdu.UserInformation;
import org.qantara.connectors.dicom.pdu.UserInformation.AsyncWindow;
import org.qantara.connectors.dicom.pdu.UserInformation.RoleSelection;
import org.qantara.connectors.dicom.pdu.UserInformation.UserIdentity;
import org.qantara.connectors.dicom.pdu.UserInformation.UserIdentityResponse;

/** Answers an A-ASSOCIATE-RQ by policy (PS3.8 section 7.1.1, PS3.7 annex D). */
record Negotiator(AcceptPolicy policy, int maxPduLength) {

    /** @return {@link AssociateAc} or {@link AssociateRj} */
    Pdu answer(AssociateRq request, Peer peer) {
        if (!request.applicationContext().equals(Pdu.APPLICATION_CONTEXT)) {
            return AssociateRj.APPLICATION_CONTEXT_NOT_SUPPORTED;
        }
        if (!request.calledAeTitle().equalsIgnoreCase(policy.calledAeTitle())) {
            return AssociateRj.CALLED_AE_NOT_RECOGNIZED;
        }
        if (!policy.mayCall(request.callingAeTitle(), peer)) {
            return AssociateRj.CALLING_AE_NOT_RECOGNIZED;
        }
        if (!policy.identified(request.userInformation().userIdentity())) {
            return AssociateRj.NO_REASON; // the reason stays in our log: no hints for those who guess
        }
        List<ContextResult> results = new ArrayList<>();
        Set<Integer> seen = new HashSet<>();
        for (ProposedContext context : request.contexts()) {
            if (seen.add(context.id())) {
                results.add(result(context));
            }
        }
        return new AssociateAc(
                request.calledAeTitle(),
                request.callingAeTitle(),
                Pdu.APPLICATION_CONTEXT,
                results,
                userInformation(request.userInformation()));
    }

    private ContextResult result(ProposedContext context) {
        String first = context.transferSyntaxes().isEmpty()
                ? Uids.IMPLICIT_VR_LITTLE_ENDIAN
                : context.transferSyntaxes().get(0);
        if (context.id() % 2 == 0) {
            return new ContextResult(context.id(), ContextResult.NO_REASON, first);
        }
        boolean verification = context.abstractSyntax().equals(Uids.VERIFICATION);
        if (!verification && !policy.takes(context.abstractSyntax())) {
            return new ContextResult(context.id(), ContextResult.ABSTRACT_SYNTAX_NOT_SUPPORTED, first);
        }
        String chosen = chosen(context.transferSyntaxes());
        return chosen == null
                ? new ContextResult(context.id(), ContextResult.TRANSFER_SYNTAXES_NOT_SUPPORTED, first)
                : new ContextResult(context.id(), ContextResult.ACCEPTANCE, chosen);
    }

    /** The first proposed one that is accepted, but explicit VR rather than implicit: it says what private values are. */
    private @Nullable String chosen(List<String> proposed) {
        if (proposed.contains(Uids.EXPLICIT_VR_LITTLE_ENDIAN)
                && !proposed.isEmpty()
                && proposed.get(0).equals(Uids.IMPLICIT_VR_LITTLE_ENDIAN)
                && policy.transferSyntaxes().contains(Uids.EXPLICIT_VR_LITTLE_ENDIAN)) {
            return Uids.EXPLICIT_VR_LITTLE_ENDIAN;
        }
        for (String uid : proposed) {
            if (policy.transferSyntaxes().contains(uid)) {
                return uid;
            }
        }
        return null;
    }

    private UserInformation userInformation(UserInformation theirs) {
        AsyncWindow window = theirs.asyncWindow();
        // a role selection is answered with "you send, we receive", the only role taken here
        List<RoleSelection> roles = theirs.roles().stream()
                .map(role -> new RoleSelection(role.sopClassUid(), role.scu(), false))
                .toList();
        UserIdentity identity = theirs.userIdentity();
        return new UserInformation(
                maxPduLength,
                UserInformation.IMPLEMENTATION_CLASS_UID,
                UserInformation.IMPLEMENTATION_VERSION_NAME,
                window == null ? null : new AsyncWindow(granted(window.invoked()), 1),
                roles,
                null,
                // a positive response only where the identity was really checked
                identity != null
                                && identity.positiveResponseRequested()
                                && !policy.passcodes().isEmpty()
                        ? new UserIdentityResponse(new byte[0])
                        : null);
    }

    /** Zero means unlimited, which is more than we grant. */
    int granted(int asked) {
        return asked == 0 ? policy.operationsMax() : Math.min(asked, policy.operationsMax());
    }
}
