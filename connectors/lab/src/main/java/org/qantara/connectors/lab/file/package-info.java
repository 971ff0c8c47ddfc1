/**
 * The Camel components {@code lab-file:} and {@code lab-hprim:}: Camel's own file, SFTP and FTPS consumers, wrapped so that a
 * file is cut into messages, each message goes through the route with the {@code Qantara*} headers, and the file moves only
 * when the inbox has answered for all of them.
 */
@NullMarked
package org.qantara.connectors.lab.file;

import org.jspecify.annotations.NullMarked;
