/**
 * The simulation of the lanes: the engine's own lanes, pipeline and delivery logic run in virtual time against doubles of broker, ledger and
 * destination. One seed makes one schedule: which messages come, which thread goes on, what fails and when. Nothing here waits in real time.
 */
@NullMarked
package org.qantara.engine.simulation;

import org.jspecify.annotations.NullMarked;
