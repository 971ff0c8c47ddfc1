/** The load generator itself is tested: a figure is worth what the instrument is worth. */
package org.qantara.tests.load;
