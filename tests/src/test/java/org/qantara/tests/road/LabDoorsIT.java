package org.qantara.tests.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qantara.app.security.Access;
import org.qantara.app.security.Issuers;
import org.qantara.tests.process.Stack;

/** The other doors of laboratories on the whole stack: every format over HTTP, files on an SFTP server, admissions that come late. */
class LabDoorsIT {
    private static final String TAZA = "LAB-TAZA-01";
    private static Stack stack;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        stack = Stack.shared();
    }

    private static String id() {
        return UUID.randomUUID().toString().substring(0, 8);
    }

    private static int posted(String mediaType, byte[] body) throws Exception {
        String token = Issuers.signer(stack.running().settings().tokens(), Clock.systemUTC())
                .sign(Access.SENDER, "test", Duration.ofMinutes(5), TAZA);
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(stack.running().settings().httpBase() + "/api/inbound/" + TAZA))
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (!mediaType.isEmpty()) request.header("Content-Type", mediaType);
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    private static List<JsonNode> patients(String facility, String number) throws Exception {
        return stack.fhir().search("Patient?identifier=urn:ma:ipp:" + facility + "%7C" + number);
    }

    private static JsonNode awaitResult(String facility, String number) throws Exception {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> !patients(facility, number).isEmpty());
        String patient = patients(facility, number).get(0).path("id").asText();
        await().atMost(Duration.ofMinutes(1))
                .until(() ->
                        !stack.fhir().search("Observation?patient=" + patient).isEmpty());
        return stack.fhir().search("Observation?patient=" + patient).get(0);
    }

    private static String message(String format, String id) {
        return switch (format) {
            case "hl7v2" ->
                "MSH|^~\\&|LIS|LABTAZA|Q|D|20260301100000||ORU^R01^ORU_R01|H" + id + "|P|2.5.1\r"
                        + "PID|1||N" + id + "^^^LABTAZA^PI||TAZI^Zo\u00e9||19710517|F\r"
                        + "OBR|1||F" + id + "^LIS|2345-7^Glucose^LN|||20260301080000\r"
                        + "OBX|1|NM|2345-7^Glucose^LN||1.26|g/L|||||F\r";
            case "astm" ->
                "H|\\^&|A" + id + "||cobas|||||host||P|1|20260301083000\rP|1|N" + id + "|||TAZI^Zo\u00e9\r"
                        + "O|1|S" + id + "||^Glucose^^GLU^2345-7|R|20260301075500|20260301080000\r"
                        + "R|1|^Glucose^^GLU^2345-7|1.26|g/L||||F\rL|1|N\r";
            case "hprim" ->
                "H|~^\\&|R" + id + ".HPR||LABTAZA||ORU|||HOP||P|H2.4~C|20260301083000\rP|1|N" + id
                        + "|||TAZI~Zo\u00e9\rOBR|1|S" + id + "~D|F" + id + "|GLU~Glucose~L|R|20260301|20260301080000\r"
                        + "OBX|1|NM|GLU~Glucose~L~2345-7||1,26|g/L|||||F\rL|1||1|5\r";
            default ->
                "patient_id;family;given;birth_date;sex;order_number;test_code;test_name;value;unit;observed\n" + "N"
                        + id + ";TAZI;Zo\u00e9;19710517;F;O" + id + ";2345-7;Glucose;1,26;g/L;20260301080000\n";
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"hl7v2", "astm", "hprim", "csv"})
    void everyFormatComesOverHttpAndIsRecognisedByItsFirstBytes(String format) throws Exception {
        String id = id();
        Charset charset = format.equals("hprim") ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
        String media = format.equals("hl7v2") ? "application/hl7-v2; charset=UTF-8" : "";
        assertThat(posted(media, message(format, id).getBytes(charset))).isEqualTo(202);
        JsonNode result = awaitResult(TAZA, "N" + id);
        assertThat(result.path("valueQuantity").path("value").decimalValue()).isEqualByComparingTo("1.26");
        assertThat(patients(TAZA, "N" + id)
                        .get(0)
                        .path("name")
                        .path(0)
                        .path("given")
                        .path(0)
                        .asText())
                .isEqualTo("Zo\u00e9");
    }

    @Test
    void aLaterAdmissionSaysWhoseAStaysResultIs() throws Exception {
        String id = id();
        String nobodys = message("hprim", id).replace("P|1|N" + id + "|||", "P|1|||V" + id + "|");
        assertThat(posted("application/x-hprim", nobodys.getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo(202);
        JsonNode row = stack.awaitRow(TAZA, "R" + id + ".HPR");
        assertThat(row.path("errorCode").asText()).isEqualTo("UNMATCHED");
        String admission = "MSH|^~\\&|HIS|LABTAZA|Q|D|20260301100000||ADT^A01^ADT_A01|D" + id + "|P|2.5.1\r"
                + "EVN||20260301100000\rPID|1||N" + id + "^^^LABTAZA^PI||TAZI^Zo\u00e9||19710517|F\r"
                + "PV1|1|I|W||||||||||||||||V" + id + "\r";
        assertThat(posted("application/hl7-v2; charset=UTF-8", admission.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(202);
        await().atMost(Duration.ofMinutes(2)).until(() -> stack.awaitRow(TAZA, "R" + id + ".HPR")
                .path("state")
                .asText()
                .equals("delivered"));
        assertThat(awaitResult(TAZA, "N" + id)
                        .path("valueQuantity")
                        .path("unit")
                        .asText())
                .isEqualTo("g/L");
    }

    @Test
    void filesOnAnSftpServerAreInTheRecord() throws Exception {
        String id = id();
        KeyPair user = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        Path key = Files.writeString(
                folder.resolve("id"),
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(user.getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
        Path results = Files.createDirectories(folder.resolve("home/results"));
        Files.writeString(results.resolve("a.hpr"), message("hprim", id), StandardCharsets.ISO_8859_1);
        Files.createFile(results.resolve("a.ok"));
        try (SshServer server = server(user, results.getParent())) {
            var host = (SimpleGeneratorHostKeyProvider) server.getKeyPairProvider();
            Path known = Files.writeString(
                    folder.resolve("known"),
                    "[127.0.0.1]:" + server.getPort() + " "
                            + PublicKeyEntry.toString(
                                    host.loadKeys(null).iterator().next().getPublic()) + "\n");
            stack.route(
                    "LAB-SFTP-01",
                    """
                    - templatedRoute:
                        routeTemplateRef: lab-sftp
                        routeId: LAB-SFTP-01
                        parameters:
                          - { name: facility, value: LAB-SFTP-01 }
                          - { name: server, value: "lab@127.0.0.1:%d" }
                          - { name: folder, value: results }
                          - { name: privateKeyFile, value: "%s" }
                          - { name: knownHostsFile, value: "%s" }
                          - { name: format, value: hprim }
                          - { name: pattern, value: "(?i).*\\\\.hpr" }
                          - { name: ready, value: ok }
                          - { name: authority, value: LABSFTP }
                    """
                            .formatted(server.getPort(), key, known));
            assertThat(awaitResult("LAB-SFTP-01", "N" + id)
                            .path("valueQuantity")
                            .path("value")
                            .decimalValue())
                    .isEqualByComparingTo("1.26");
            await().until(() -> !Files.exists(results.resolve("a.hpr")));
            assertThat(results.resolve("done"))
                    .isDirectoryContaining(file -> file.toString().endsWith("-a.hpr"));
            Files.delete(stack.running().settings().routesFolder().resolve("facilities/LAB-SFTP-01.camel.yaml"));
        }
    }

    private static SshServer server(KeyPair user, Path home) throws Exception {
        SshServer server = SshServer.setUpDefaultServer();
        SimpleGeneratorHostKeyProvider host = new SimpleGeneratorHostKeyProvider();
        host.setAlgorithm("RSA");
        server.setHost("127.0.0.1");
        server.setPort(0);
        server.setKeyPairProvider(host);
        server.setPublickeyAuthenticator((name, offered, session) -> offered.equals(user.getPublic()));
        server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
        server.setFileSystemFactory(new VirtualFileSystemFactory(home));
        server.start();
        return server;
    }
}
