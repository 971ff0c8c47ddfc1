/**
 * Wiring and command line. This room knows every other one and holds no logic of theirs: it reads the environment, starts
 * engine and DPP as libraries, owns the one web server with its doors, reconciles {@code routes/} and offers the commands.
 */
@NullMarked
package org.qantara.app;

import org.jspecify.annotations.NullMarked;
