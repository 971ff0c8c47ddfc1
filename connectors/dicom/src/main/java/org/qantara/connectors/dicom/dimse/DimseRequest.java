package org.qantara.connectors.dicom.dimse;

/**
 * A request and where it came from.
 *
 * @param contextId its presentation context
 * @param abstractSyntax SOP class UID of the context
 * @param transferSyntax transfer syntax UID of the context
 */
public record DimseRequest(
        CommandSet command, int contextId, String abstractSyntax, String transferSyntax, AssociationInfo association) {}
