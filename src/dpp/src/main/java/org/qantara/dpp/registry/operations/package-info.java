/** The registry's questions in FHIR's and IHE's words: PIXm {@code $ihe-pix}, {@code $match}, and searches that cross spellings and scripts. */
@NullMarked
package org.qantara.dpp.registry.operations;

import org.jspecify.annotations.NullMarked;
