/** The DPP (Dossier Patient Partagé): a HAPI FHIR JPA R4 repository with identity, ownership rules and audit. */
@NullMarked
package org.qantara.dpp;

import org.jspecify.annotations.NullMarked;
