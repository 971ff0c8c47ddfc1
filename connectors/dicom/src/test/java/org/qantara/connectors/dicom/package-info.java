/** Tests with real peers and the samples beside the project. */
package org.qantara.connectors.dicom;
