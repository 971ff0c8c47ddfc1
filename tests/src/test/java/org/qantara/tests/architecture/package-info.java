/** The house's own rules as tests: who may use whom, and how sources look. */
package org.qantara.tests.architecture;
