/** Tools of the engine's tests: made-up messages, a recording FHIR server, a failing proxy. */
@NullMarked
package org.qantara.engine.testing;

import org.jspecify.annotations.NullMarked;
