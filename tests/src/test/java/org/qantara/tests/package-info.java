/** What crosses rooms: end-to-end, crash, interop with real peers, benchmarks, architecture rules. */
package org.qantara.tests;
