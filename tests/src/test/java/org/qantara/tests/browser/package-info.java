/** Pages in headless Chromium, as an operator sees them. */
package org.qantara.tests.browser;
