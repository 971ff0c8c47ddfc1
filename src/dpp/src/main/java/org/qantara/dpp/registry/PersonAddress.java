package org.qantara.dpp.registry;

/** An address as received: street lines in one text, city or commune, postal code; each may be empty. */
public record PersonAddress(String line, String city, String postalCode) {}
