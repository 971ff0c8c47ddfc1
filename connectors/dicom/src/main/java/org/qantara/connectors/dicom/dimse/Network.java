package org.qantara.connectors.dicom.dimse;

import io.netty.util.NetUtil;
import java.net.InetAddress;

/** An address or a network in CIDR notation, {@code 10.1.2.3}, {@code 10.1.2.0/24}, {@code fd00::/8}. Names are not resolved. */
public record Network(InetAddress address, int prefixLength) {
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(host.strip());
        if (address == null) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no IP address or network; expected a form like 10.1.2.3 or 10.1.2.0/24");
        }
        int bits = address.getAddress().length * 8;
        int prefix =
                slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1).strip());
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException("\"" + text + "\" has prefix length " + prefix + ", at most " + bits);
        }
        return new Network(address, prefix);
    }

    boolean contains(InetAddress candidate) {
        byte[] ours = address.getAddress();
        byte[] theirs = candidate.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefixLength; bit += 8) {
            int mask = prefixLength - bit >= 8 ? 0xFF : 0xFF << 8 - (prefixLength - bit) & 0xFF;
            if ((ours[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
