package org.qantara.dpp.registry.store;

import org.jspecify.annotations.Nullable;

/**
 * A source patient as the registry knows it.
 *
 * @param id grows in the order of registration
 * @param patientId {@code Patient/<id>} in the store
 * @param home the person to whom the evidence assigns it, null until it was placed
 * @param golden the golden record that it is shown under: its home, unless a merge joined that home with another
 */
public record SourceRow(
        long id, String patientId, boolean deleted, @Nullable String home, @Nullable String golden, Content content) {}
