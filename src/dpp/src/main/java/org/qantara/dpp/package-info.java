/**
 * The DPP (Dossier Patient Partagé): a HAPI FHIR JPA R4 repository as a plain library.
 *
 * <p>{@link org.qantara.dpp.Dpp} is the only door: it opens its own Spring context beside the application's and hands out the servlet of the
 * FHIR API. The room knows HAPI FHIR, JDBC and the servlet API; it knows nothing of the engine, of maps or of Camel. What crosses the door is
 * FHIR over HTTP and the request attribute {@code qantara.scopes}.
 */
@NullMarked
package org.qantara.dpp;

import org.jspecify.annotations.NullMarked;
