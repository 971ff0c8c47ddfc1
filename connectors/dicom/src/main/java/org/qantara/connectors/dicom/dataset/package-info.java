/**
 * DICOM data sets (PS3.5, PS3.6): a streaming reader that never loads large values and never decodes pixels, values,
 * character sets, and DICOM JSON (PS3.18 annex F). Knows bytes and files; knows nothing of the network.
 */
@NullMarked
package org.qantara.connectors.dicom.dataset;

import org.jspecify.annotations.NullMarked;
