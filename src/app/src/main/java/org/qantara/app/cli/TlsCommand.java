package org.qantara.app.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.qantara.app.settings.Role;
import org.qantara.app.settings.Settings;
import org.qantara.connectors.mllp.tls.CertificateAuthority;
import org.qantara.connectors.mllp.tls.TlsFiles;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "tls",
        description =
                "A certificate authority of one's own, for tests and pilots; a hospital in production uses its real one.",
        mixinStandardHelpOptions = true,
        subcommands = {TlsCommand.Init.class, TlsCommand.Issue.class, CommandLine.HelpCommand.class},
        footer = {
            "",
            "Examples:",
            "  ./qantara tls init --host qantara.chu-fes.ma --host 10.1.2.3     an authority and this node's certificate",
            "  ./qantara tls issue his.chu-fes                                  a certificate for a sender",
            "  ./qantara send a01.hl7 --to mllps://10.1.2.3:2575 --ca data/tls/ca.crt --cert data/tls/his.chu-fes.crt --key data/tls/his.chu-fes.key"
        })
final class TlsCommand implements Runnable {
    @CommandLine.Spec
    CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public void run() {
        Objects.requireNonNull(spec).commandLine().usage(System.out);
    }

    /** What both subcommands ask. */
    static final class Place {
        @Option(
                names = "--folder",
                paramLabel = "DIR",
                description = "where the files are (default: tls in the data folder)")
        @Nullable
        Path folder;

        @Option(
                names = "--days",
                defaultValue = "365",
                description = "how long the certificate is valid, 1 to 3650 (default: ${DEFAULT-VALUE})")
        int days = 365;

        Path folder() {
            return folder != null
                    ? folder
                    : Settings.fromEnvironment(Role.ALL).dataFolder().resolve("tls");
        }

        Duration lifetime() {
            if (days < 1 || days > 3650)
                throw new CommandFailure(ExitCode.USAGE, "--days " + days + ": expected 1 to 3650");
            return Duration.ofDays(days);
        }
    }

    @Command(
            name = "init",
            description = "Makes an authority, and with it this node's certificate; refuses where there is one.",
            mixinStandardHelpOptions = true)
    static final class Init implements Callable<Integer> {
        @CommandLine.Mixin
        Place place = new Place();

        @Option(
                names = "--host",
                paramLabel = "NAME",
                description =
                        "a name or address by which senders reach this node; localhost and 127.0.0.1 are always in it")
        List<String> hosts = List.of();

        @Option(
                names = "--name",
                defaultValue = "Qantara pilot",
                description = "the authority's name (default: ${DEFAULT-VALUE})")
        String name = "Qantara pilot";

        @Override
        public Integer call() throws GeneralSecurityException {
            Path folder = place.folder();
            Duration lifetime = place.lifetime();
            try {
                CertificateAuthority authority = CertificateAuthority.create(folder, name);
                var all = new ArrayList<String>(List.of("localhost", "127.0.0.1"));
                all.addAll(hosts);
                TlsFiles node = authority.issue("qantara", all, lifetime);
                System.out.println("# this node: put these into its environment");
                System.out.println("QANTARA_TLS_CERT=" + node.certificate());
                System.out.println("QANTARA_TLS_KEY=" + node.privateKey());
                System.out.println("QANTARA_TLS_CA=" + authority.trustFile());
                System.out.println(
                        "# senders trust " + authority.trustFile() + "; './qantara tls issue NAME' makes theirs");
                return ExitCode.OK;
            } catch (FileAlreadyExistsException e) {
                throw new CommandFailure(
                        ExitCode.FAILED, e.getMessage() + "; './qantara tls issue NAME' issues from it");
            } catch (IOException | IllegalArgumentException e) {
                throw new CommandFailure(ExitCode.FAILED, folder + ": " + e.getMessage());
            }
        }
    }

    @Command(
            name = "issue",
            description = "Issues a certificate for a sender or another node; one of the same name is replaced.",
            mixinStandardHelpOptions = true)
    static final class Issue implements Callable<Integer> {
        @CommandLine.Mixin
        Place place = new Place();

        @Parameters(paramLabel = "NAME", description = "its common name (CN), for example his.chu-fes")
        String commonName = "";

        @Option(names = "--host", paramLabel = "NAME", description = "a name or address of it, when it listens as well")
        List<String> hosts = List.of();

        @Override
        public Integer call() throws GeneralSecurityException {
            Path folder = place.folder();
            Duration lifetime = place.lifetime();
            try {
                TlsFiles files = CertificateAuthority.open(folder).issue(commonName, hosts, lifetime);
                System.out.println(files.certificate());
                System.out.println(files.privateKey());
                return ExitCode.OK;
            } catch (NoSuchFileException e) {
                throw new CommandFailure(
                        ExitCode.FAILED, folder + " holds no authority; './qantara tls init' makes one");
            } catch (IOException | IllegalArgumentException e) {
                throw new CommandFailure(ExitCode.FAILED, folder + ": " + e.getMessage());
            }
        }
    }
}
