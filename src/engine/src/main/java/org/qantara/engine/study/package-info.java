/**
 * Imaging studies: DICOM sends instances one by one and never says that a study is complete, the record wants one ImagingStudy. Reads what
 * an instance says, puts a study together as one DICOM data set, and decides when a study's next version is due. Knows no SQL and
 * no transport; the tables are in the ledger, the delivery is the pipeline's.
 */
@NullMarked
package org.qantara.engine.study;

import org.jspecify.annotations.NullMarked;
