package org.qantara.app.web;

import org.qantara.app.security.Access;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;

/** Who asks {@code /api}, and whether patient data may be shown to them. */
record Caller(String name, boolean seesPatients) {
    static Caller of(Authentication who) {
        return new Caller(who.getName(), who.getAuthorities().stream().anyMatch(authority -> authority
                .getAuthority()
                .equals("SCOPE_" + Access.PHI_READ)));
    }

    /** @throws ApiFailure 403, naming what would show patient data */
    void requirePatients(String what) {
        if (!seesPatients)
            throw new ApiFailure(
                    HttpStatus.FORBIDDEN,
                    what + " shows patient data and needs the scope phi.read (./qantara token --role admin)");
    }
}
