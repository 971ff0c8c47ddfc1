package org.qantara.dpp.server;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InternalErrorException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.UUID;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes an OperationOutcome of every failure without writing its text to the log.
 *
 * <p>HAPI logs the message of each failed request, and such messages quote search values and elements of the body. The client is told; the log
 * gets, for a failure of the server, the stack trace without messages and a reference that the answer carries too.
 */
@Interceptor
final class QuietExceptions {

    private static final Logger LOG = LoggerFactory.getLogger(QuietExceptions.class);
    private static final int SERVER_ERROR = 500;

    @Hook(Pointcut.SERVER_PRE_PROCESS_OUTGOING_EXCEPTION)
    public BaseServerResponseException describe(RequestDetails request, Throwable failure) {
        BaseServerResponseException answer = answer(failure);
        if (answer.getOperationOutcome() == null) {
            answer.setOperationOutcome(
                    answer.getStatusCode() >= SERVER_ERROR ? serverFailure(failure) : clientFailure(answer));
        }
        return answer;
    }

    private static BaseServerResponseException answer(Throwable failure) {
        if (failure instanceof BaseServerResponseException known) {
            return known;
        }
        return failure instanceof DataFormatException
                ? new InvalidRequestException(failure)
                : new InternalErrorException(failure);
    }

    private static OperationOutcome clientFailure(BaseServerResponseException answer) {
        OperationOutcome outcome = outcome(issueType(answer.getStatusCode()), String.valueOf(answer.getMessage()));
        if (answer.getAdditionalMessages() != null) {
            for (String message : answer.getAdditionalMessages()) {
                outcome.addIssue()
                        .setSeverity(IssueSeverity.ERROR)
                        .setCode(IssueType.PROCESSING)
                        .setDiagnostics(message);
            }
        }
        return outcome;
    }

    private static OperationOutcome serverFailure(Throwable failure) {
        String reference = UUID.randomUUID().toString();
        LOG.error("a FHIR request failed [{}]", reference, withoutMessages(failure));
        return outcome(IssueType.EXCEPTION, "the server failed; its log names the failure as " + reference);
    }

    /** Classes and stack traces of the chain; messages may hold what the client sent or what is stored. */
    private static Throwable withoutMessages(Throwable failure) {
        Throwable cause = failure.getCause() == null || failure.getCause() == failure
                ? null
                : withoutMessages(failure.getCause());
        Throwable bare = new Throwable(failure.getClass().getName(), cause);
        bare.setStackTrace(failure.getStackTrace());
        return bare;
    }

    private static IssueType issueType(int status) {
        return switch (status) {
            case 401 -> IssueType.LOGIN;
            case 403 -> IssueType.FORBIDDEN;
            case 404 -> IssueType.NOTFOUND;
            case 405, 501 -> IssueType.NOTSUPPORTED;
            case 409, 412 -> IssueType.CONFLICT;
            case 410 -> IssueType.DELETED;
            case 413 -> IssueType.TOOLONG;
            case 422 -> IssueType.INVALID;
            default -> IssueType.PROCESSING;
        };
    }

    private static OperationOutcome outcome(IssueType type, String diagnostics) {
        OperationOutcome outcome = new OperationOutcome();
        outcome.addIssue().setSeverity(IssueSeverity.ERROR).setCode(type).setDiagnostics(diagnostics);
        return outcome;
    }
}
