/** Real processes killed with SIGKILL, then every acknowledged message read back over FHIR. */
package org.qantara.tests.crash;
