/**
 * Brings a mapped message to a destination and reads its answer by the one table of rule 7. Says what the answer means; what
 * happens then is the lane's business.
 */
@NullMarked
package org.qantara.engine.delivery;

import org.jspecify.annotations.NullMarked;
