/**
 * The mapping language: maps in YAML are compiled, type-checked on both sides, linked by types and run as a flat plan.
 *
 * <p>Doors: {@link org.qantara.mapping.Mappings} compiles a folder and maps messages; {@link org.qantara.mapping.LiveMappings}
 * swaps a changed folder in. A plain library: no Spring, Camel, JMS or SQL; it reads files only while it compiles.
 */
@NullMarked
package org.qantara.mapping;

import org.jspecify.annotations.NullMarked;
