/** What other projects make of the same messages, compared fact by fact; each kind of disagreement was judged once. */
@org.jspecify.annotations.NullMarked
package org.qantara.mapping.expected;
