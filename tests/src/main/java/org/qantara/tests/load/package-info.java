/**
 * The load generator: makes HL7 v2 messages by a seed, sends them over many MLLP connections at a rate or as fast as the receiver
 * answers, measures how long each took and writes down which were acknowledged. Knows the MLLP client and nothing of the engine,
 * so that what it counts is what a sender sees.
 */
@NullMarked
package org.qantara.tests.load;

import org.jspecify.annotations.NullMarked;
