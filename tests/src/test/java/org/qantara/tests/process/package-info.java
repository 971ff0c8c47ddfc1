/** Fixtures that more than one test needs: the stack inside this JVM, and real processes that can be killed. */
package org.qantara.tests.process;
