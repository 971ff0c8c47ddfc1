/**
 * Orders: read from ORM, OMG, OML, OMI and from the ORC and OBR of results, kept beside the ledger, found by accession, sample,
 * placer, filler or patient. They are written as soon as a message is stored, not when it is delivered: a worklist must work while
 * the DPP is down.
 */
@NullMarked
package org.qantara.engine.order;

import org.jspecify.annotations.NullMarked;
