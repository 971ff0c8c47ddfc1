/**
 * The text of maps: YAML documents with positions become a syntax tree. No types are known here; what is written wrong by
 * form is reported here, what is wrong by meaning in {@code org.qantara.mapping.compile}.
 */
@NullMarked
package org.qantara.mapping.syntax;

import org.jspecify.annotations.NullMarked;
