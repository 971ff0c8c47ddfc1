package org.qantara.connectors.mllp;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.mllp.server.Admission;

/** The options {@code allowedPeers} and {@code allowedSubjects}, which bind an endpoint, and with it a facility, to its senders. */
final class AllowedSenders implements Admission {
    private final List<IpSubnetFilterRule> networks = new ArrayList<>();
    private final List<LdapName> subjects = new ArrayList<>();

    /**
     * @param allowedPeers addresses and networks, comma-separated: {@code 10.1.2.3,10.4.0.0/16}; null for all
     * @param allowedSubjects distinguished names, semicolon-separated; a certificate needs all parts of one of them: {@code CN=lis;CN=his,O=CHU}
     */
    AllowedSenders(@Nullable String allowedPeers, @Nullable String allowedSubjects) {
        for (String network : parts(allowedPeers, ",")) {
            networks.add(network(network));
        }
        for (String subject : parts(allowedSubjects, ";")) {
            try {
                subjects.add(new LdapName(subject));
            } catch (InvalidNameException e) {
                throw new IllegalArgumentException(
                        "allowedSubjects has '" + subject + "', expected a distinguished name such as CN=lis,O=CHU", e);
            }
        }
    }

    boolean namesSubjects() {
        return !subjects.isEmpty();
    }

    @Override
    public boolean admits(InetAddress address) {
        InetSocketAddress socket = new InetSocketAddress(address, 0);
        return networks.isEmpty() || networks.stream().anyMatch(network -> network.matches(socket));
    }

    @Override
    public boolean admits(X509Certificate certificate) {
        if (subjects.isEmpty()) {
            return true;
        }
        try {
            LdapName subject =
                    new LdapName(certificate.getSubjectX500Principal().getName());
            return subjects.stream().anyMatch(allowed -> subject.getRdns().containsAll(allowed.getRdns()));
        } catch (InvalidNameException e) {
            return false;
        }
    }

    private static IpSubnetFilterRule network(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        try {
            int prefix = slash < 0 ? (address.contains(":") ? 128 : 32) : Integer.parseInt(text.substring(slash + 1));
            if (!NetUtil.isValidIpV4Address(address) && !NetUtil.isValidIpV6Address(address)) {
                throw new IllegalArgumentException("no address");
            }
            return new IpSubnetFilterRule(address, prefix, IpFilterRuleType.ACCEPT);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "allowedPeers has '" + text + "', expected an address or a network such as 10.4.0.0/16", e);
        }
    }

    private static List<String> parts(@Nullable String list, String separator) {
        return list == null
                ? List.of()
                : Arrays.stream(list.split(separator))
                        .map(String::strip)
                        .filter(part -> !part.isEmpty())
                        .toList();
    }
}
