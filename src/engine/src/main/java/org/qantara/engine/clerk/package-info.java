/**
 * Carries to the ledger what is no lane's business: refused messages, reserved blocks of numbers, void numbers. Never in a hurry,
 * never loses one: an entry leaves the broker when its row is durable.
 */
@NullMarked
package org.qantara.engine.clerk;

import org.jspecify.annotations.NullMarked;
