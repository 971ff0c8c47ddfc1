package org.qantara.app.security;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** Roles that a token can carry, and the scopes each one opens. */
public enum Access {
    READER("fhir.read"),
    /** A facility's system that sends over HTTP; the token also names the facility. */
    SENDER("inbound.write"),
    ENGINE("fhir.read", "fhir.write"),
    OPERATOR("ops.read", "ops.write"),
    ADMIN("fhir.read", "fhir.write", "ops.read", "ops.write", "phi.read");

    /** Read the record. */
    public static final String FHIR_READ = "fhir.read";
    /** Write the record. */
    public static final String FHIR_WRITE = "fhir.write";
    /** See messages, routes and figures without patient data. */
    public static final String OPS_READ = "ops.read";
    /** Replay, discard, reload. */
    public static final String OPS_WRITE = "ops.write";
    /** Send messages for the facility that the token names, and nothing else. */
    public static final String INBOUND_WRITE = "inbound.write";
    /** See patient data in the operator API: kept apart from operating it. */
    public static final String PHI_READ = "phi.read";

    private final Set<String> scopes;

    Access(String... scopes) {
        this.scopes = Set.of(scopes);
    }

    /** The scopes, sorted, as the claim {@code scope} wants them (RFC 8693 section 4.2). */
    public String scopeClaim() {
        return String.join(" ", scopes.stream().sorted().toList());
    }

    /**
     * The role of that name, in any case.
     *
     * @throws IllegalArgumentException naming the roles there are
     */
    public static Access named(String name) {
        for (Access role : values()) if (role.name().equalsIgnoreCase(name)) return role;
        throw new IllegalArgumentException("role '" + name + "': expected one of "
                + Arrays.toString(values()).toLowerCase(Locale.ROOT));
    }
}
