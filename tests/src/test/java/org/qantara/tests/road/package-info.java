/** A message from the socket to the record and back over FHIR; the doors; the roles as separate processes. */
package org.qantara.tests.road;
