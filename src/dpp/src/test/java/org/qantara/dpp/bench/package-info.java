/** How many Bundles the DPP takes, beside HAPI as it comes, in one run. Started by hand; the command and a result are in the README. */
package org.qantara.dpp.bench;
