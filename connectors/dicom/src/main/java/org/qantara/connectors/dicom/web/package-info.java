/**
 * DICOMweb (PS3.18) without a web server: what multipart messages and metadata look like, and how an instance that comes over HTTP gets into the
 * spool and to the inbox as one that comes by C-STORE does. Knows {@code dataset}, {@code part10} and {@code dimse}; no servlet, no Spring.
 */
@NullMarked
package org.qantara.connectors.dicom.web;

import org.jspecify.annotations.NullMarked;
