/** One class of ours in HAPI's package, because what it overrides is visible here only; a HAPI that changes it does not compile. */
@NullMarked
package ca.uhn.fhir.jpa.dao;

import org.jspecify.annotations.NullMarked;
