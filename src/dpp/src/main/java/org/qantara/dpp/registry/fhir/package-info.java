/** Between FHIR and the registry: a Patient becomes the values that are compared, the records of one person become a golden Patient. */
@NullMarked
package org.qantara.dpp.registry.fhir;

import org.jspecify.annotations.NullMarked;
