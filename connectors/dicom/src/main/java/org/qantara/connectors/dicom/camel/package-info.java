/**
 * The Camel component {@code dicom:}. As consumer a storage and verification provider whose exchanges follow the
 * connector's contract with the inbox; as producer a C-ECHO or C-STORE user.
 */
@NullMarked
package org.qantara.connectors.dicom.camel;

import org.jspecify.annotations.NullMarked;
