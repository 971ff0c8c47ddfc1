/** What the tests of this room share: databases, a web server that mounts the servlet, and a plain HTTP client. */
package org.qantara.dpp.testing;
