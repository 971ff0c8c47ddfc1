/** The FHIR server as HTTP clients see it: the servlet, who may do what, what is answered when it fails, and HAPI's beans behind it. */
@NullMarked
package org.qantara.dpp.server;

import org.jspecify.annotations.NullMarked;
