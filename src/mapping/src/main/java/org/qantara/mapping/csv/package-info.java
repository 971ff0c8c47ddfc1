/** Delimited files with a heading: rows as records, columns as fields. Knows nothing of FHIR. */
@NullMarked
package org.qantara.mapping.csv;

import org.jspecify.annotations.NullMarked;
