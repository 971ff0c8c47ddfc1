/** The one web server: doors, mounts of /fhir, the operator API, the console. */
@NullMarked
package org.qantara.app.web;

import org.jspecify.annotations.NullMarked;
