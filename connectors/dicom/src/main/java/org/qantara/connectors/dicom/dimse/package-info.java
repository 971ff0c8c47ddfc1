/**
 * DIMSE (PS3.7): command sets, their dispatch to services, and the services themselves (verification and storage, as
 * provider and as user). Further services join by {@link org.qantara.connectors.dicom.dimse.DimseService}.
 */
@NullMarked
package org.qantara.connectors.dicom.dimse;

import org.jspecify.annotations.NullMarked;
