/** The DPP's own conformance resources (profiles, naming systems), and what happens to a foreign client's resource that breaks a profile. */
@NullMarked
package org.qantara.dpp.profile;

import org.jspecify.annotations.NullMarked;
