/**
 * Subscriptions (FHIR R4, REST hook): HAPI's matching and sending on a queue that stands in the database. May use HAPI and the store; nothing
 * else of the DPP uses it, and nothing of it runs while no host is allowed.
 */
@NullMarked
package org.qantara.dpp.subscription;

import org.jspecify.annotations.NullMarked;
