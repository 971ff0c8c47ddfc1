package org.qantara.connectors.mllp.server;

import java.net.InetAddress;
import java.security.cert.X509Certificate;

/** Who may connect to one endpoint. Thread-safe. */
public interface Admission {

    /** Whether a connection from {@code address} is taken at all. */
    boolean admits(InetAddress address);

    /** Whether the owner of this verified client certificate may send here. */
    boolean admits(X509Certificate certificate);

    /** Whoever reaches the port. */
    Admission EVERYBODY = new Admission() {
        @Override
        public boolean admits(InetAddress address) {
            return true;
        }

        @Override
        public boolean admits(X509Certificate certificate) {
            return true;
        }
    };
}
