package org.qantara.dpp.registry;

/** One spelling of a person's name, raw: all given names in one text, the family name with its particles in another; either may be empty. */
public record PersonName(String given, String family) {}
