/** Token key, tokens, roles and scopes, the operator's password: who may pass which door. */
@NullMarked
package org.qantara.app.security;

import org.jspecify.annotations.NullMarked;
