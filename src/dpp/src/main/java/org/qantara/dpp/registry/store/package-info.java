/**
 * The registry's tables beside HAPI's: what was compared, under which keys it is found, who belongs together and why. Plain SQL that runs
 * on H2 and PostgreSQL, always on the connection of the caller's transaction. No FHIR and no decision here.
 */
@NullMarked
package org.qantara.dpp.registry.store;

import org.jspecify.annotations.NullMarked;
