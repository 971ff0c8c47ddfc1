package org.qantara.app.web;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** Why a person acts: kept with each message. */
final class Reason {
    private static final int CHARS_MAX = 500;

    private Reason() {}

    /** @throws ApiFailure 400 when there is none */
    static String of(@Nullable String given) {
        String reason = given == null ? "" : given.strip();
        if (reason.isEmpty() || reason.length() > CHARS_MAX)
            throw new ApiFailure(
                    HttpStatus.BAD_REQUEST, "a reason of 1 to 500 characters is needed: {\"reason\": \"...\"}");
        return reason;
    }
}
