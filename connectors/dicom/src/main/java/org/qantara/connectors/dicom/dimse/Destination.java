package org.qantara.connectors.dicom.dimse;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A DICOM application entity to call: {@code AET@host:port}, with or without {@code dicom://} before it. */
public record Destination(String aeTitle, String host, int port) {
    private static final Pattern FORM =
            Pattern.compile("(?:dicom:(?://)?)?([^@\\\\]{1,16})@(\\[[0-9a-fA-F:]+]|[^:@/]+):([0-9]{1,5})/?");

    /** @throws IllegalArgumentException with the expected form */
    public static Destination parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > 65535) {
            throw new IllegalArgumentException("\"" + text
                    + "\" is no DICOM address: expected AET@host:port, for example ARCHIVE@127.0.0.1:11112"
                    + " (title of 1 to 16 characters)");
        }
        String host = matcher.group(2);
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return new Destination(matcher.group(1).strip(), bare, Integer.parseInt(matcher.group(3)));
    }

    @Override
    public String toString() {
        return aeTitle + "@" + host + ":" + port;
    }
}
