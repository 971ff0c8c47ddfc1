package org.qantara.connectors.mllp;

/**
 * {@code host:port} of an endpoint; IPv6 addresses in brackets.
 *
 * @param port 0 for any free one, consumers only
 */
record HostPort(String host, int port) {

    static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        while (host.startsWith("/")) {
            host = host.substring(1);
        }
        int port = colon < 0 ? -1 : port(text.substring(colon + 1));
        if (host.isEmpty() || port < 0 || port > 65_535) {
            throw new IllegalArgumentException(
                    "mllp endpoint is '" + text + "', expected host:port such as 127.0.0.1:2575");
        }
        return new HostPort(
                host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host, port);
    }

    private static int port(String text) {
        return text.matches("\\d{1,5}") ? Integer.parseInt(text) : -1;
    }
}
