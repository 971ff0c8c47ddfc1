package org.qantara.app.web;

import java.util.Map;
import org.qantara.engine.broker.BrokerUnavailable;
import org.qantara.engine.ledger.LedgerUnavailable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** An answer of {@code /api} with a sentence for people. */
final class ApiFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final HttpStatus status;

    ApiFailure(HttpStatus status, String message) {
        super(message);
        this.status = status;
    }

    /** Turns what went wrong into {@code {"error": "…"}} with the status that fits. */
    @RestControllerAdvice(basePackageClasses = ApiFailure.class)
    static class Answers {
        @ExceptionHandler
        ResponseEntity<Map<String, String>> failed(ApiFailure failure) {
            return answer(failure.status, String.valueOf(failure.getMessage()));
        }

        @ExceptionHandler
        ResponseEntity<Map<String, String>> wrong(IllegalArgumentException failure) {
            return answer(HttpStatus.BAD_REQUEST, String.valueOf(failure.getMessage()));
        }

        @ExceptionHandler
        ResponseEntity<Map<String, String>> down(LedgerUnavailable failure) {
            return answer(
                    HttpStatus.SERVICE_UNAVAILABLE, "the ledger is down; messages are still accepted, ask again later");
        }

        @ExceptionHandler
        ResponseEntity<Map<String, String>> down(BrokerUnavailable failure) {
            return answer(HttpStatus.SERVICE_UNAVAILABLE, "the broker is down; nothing was done, ask again later");
        }

        private static ResponseEntity<Map<String, String>> answer(HttpStatus status, String text) {
            return ResponseEntity.status(status)
                    .contentType(MediaType.APPLICATION_JSON) // whatever was asked for, images for one
                    .body(Map.of("error", text));
        }
    }
}
