package org.qantara.connectors.dicom.dimse;

import io.netty.buffer.ByteBuf;

/** Verification (PS3.4 annex A): C-ECHO is answered with success. */
public final class VerificationService implements DimseService {
    @Override
    public boolean handles(int commandField) {
        return commandField == Command.C_ECHO_RQ;
    }

    @Override
    public Operation begin(DimseRequest request) {
        return Answered.with(CommandSet.responseTo(request.command(), Status.SUCCESS));
    }

    /** An operation whose answer is known at its start; a data set that comes along is passed over. */
    record Answered(CommandSet response) implements Operation {
        static Answered with(CommandSet response) {
            return new Answered(response);
        }

        @Override
        public void data(ByteBuf piece) {}

        @Override
        public CommandSet complete() {
            return response;
        }

        @Override
        public void abandon() {}
    }
}
