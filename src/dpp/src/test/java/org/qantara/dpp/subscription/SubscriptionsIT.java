package org.qantara.dpp.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Subscription;
import org.hl7.fhir.r4.model.Subscription.SubscriptionChannelType;
import org.hl7.fhir.r4.model.Subscription.SubscriptionStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.qantara.dpp.DppSettings;
import org.qantara.dpp.subscription.HookReceiver.Heard;
import org.qantara.dpp.testing.Answer;
import org.qantara.dpp.testing.Database;
import org.qantara.dpp.testing.DppProcess;
import org.qantara.dpp.testing.DppUnderTest;
import org.qantara.dpp.testing.Sent;

/** Whoever subscribes hears of what is written: once it is taken, in order, after a kill too, and nobody else hears anything. */
class SubscriptionsIT {

    private static final int RESULTS = 12;

    private final String patient = UUID.randomUUID().toString();

    @ParameterizedTest
    @EnumSource
    void hearsOfWhatMatchesInOrderUntilItIsDeleted(Database database) throws IOException {
        try (HookReceiver receiver = new HookReceiver();
                HookReceiver elsewhere = new HookReceiver();
                DppUnderTest dpp = DppUnderTest.start(database.settings().withHooks(Set.of(receiver.host())))) {
            String subscription = subscribe(dpp, receiver, "Observation?code=http://loinc.org%7C718-7");
            Sent.by("CHU-RABAT", 1).merge(patient()).to(dpp);
            String one = UUID.randomUUID().toString();
            write(dpp, 2, one, "718-7", "1");
            write(dpp, 3, UUID.randomUUID().toString(), "2345-7", "2");
            write(dpp, 4, one, "718-7", "3");
            awaitTaken(receiver, 2);
            assertThat(receiver.taken()).extracting(Heard::path).containsOnly("/hook/Observation/" + one);
            assertThat(receiver.taken()).extracting(Heard::method).containsOnly("PUT");
            assertThat(receiver.taken()).extracting(Heard::authorization).containsOnly("Bearer of-the-receiver");
            assertThat(receiver.taken().get(0).body()).contains("\"value\":1");
            assertThat(receiver.taken().get(1).body()).contains("\"value\":3");

            receiver.redirectsTo(elsewhere.url());
            write(dpp, 5, one, "718-7", "5");
            Awaitility.await()
                    .atMost(20, TimeUnit.SECONDS)
                    .until(() -> receiver.heard().size() > 2);
            receiver.redirectsTo("");
            awaitTaken(receiver, 3);
            assertThat(elsewhere.heard()).as("a redirect is no permission").isEmpty();

            assertThat(dpp.delete("/Subscription/" + subscription).status()).isEqualTo(200);
            Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> noted(dpp.settings()) == 0);
            int before = receiver.heard().size();
            write(dpp, 6, one, "718-7", "6");
            assertThat(noted(dpp.settings()))
                    .as("nobody is interested any more")
                    .isZero();
            assertThat(receiver.heard()).hasSize(before);
        }
    }

    @Test
    void killedProcessForgetsNothing() throws Exception {
        try (HookReceiver receiver = new HookReceiver()) {
            DppSettings settings = Database.POSTGRESQL.settings().withHooks(Set.of(receiver.host()));
            List<String> written = new ArrayList<>();
            receiver.answers(503);
            try (DppProcess process = DppProcess.start(settings)) {
                DppUnderTest dpp = process.http();
                subscribe(dpp, receiver, "Observation?");
                Sent.by("CHU-RABAT", 1).merge(patient()).to(dpp);
                for (int number = 0; number < RESULTS; number++) {
                    String id = UUID.randomUUID().toString();
                    write(dpp, 2 + number, id, "718-7", String.valueOf(number));
                    written.add("/hook/Observation/" + id);
                    if (number == RESULTS / 2) {
                        // some wait for the receiver, the last are not even matched when the process dies
                        Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> !receiver.heard()
                                .isEmpty());
                    }
                }
                process.kill();
            }
            assertThat(receiver.taken()).isEmpty();
            receiver.answers(200);
            try (DppUnderTest dpp = DppUnderTest.start(settings)) {
                awaitTaken(receiver, RESULTS);
                assertThat(receiver.taken())
                        .extracting(Heard::path)
                        .as("each, in the order of writing")
                        .containsExactlyElementsOf(written);
                Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> waiting(settings) == 0);
            }
        }
    }

    @Test
    void refusesWhereAndHowItDoesNotNotify() {
        try (DppUnderTest dpp =
                DppUnderTest.start(Database.H2.settings().withHooks(Set.of("hooks.example.ma", "127.0.0.1:9")))) {
            assertRefused(dpp, subscription("https://elsewhere.example/x", "Observation?"), "has not allowed");
            assertRefused(dpp, subscription("http://hooks.example.ma/x", "Observation?"), "https");
            assertRefused(dpp, subscription("http://127.0.0.1:10/x", "Observation?"), "has not allowed");
            assertRefused(dpp, subscription("https://hooks.example.ma@evil.example/", "Observation?"), "without user");
            assertRefused(dpp, subscription("https://hooks.example.ma/x", "Observation?colour=blue"), "colour");
            assertRefused(dpp, subscription("https://hooks.example.ma/x", "Observation?method=x"), "method");
            Subscription mail = subscription("https://hooks.example.ma/x", "Observation?");
            mail.getChannel().setType(SubscriptionChannelType.EMAIL);
            assertRefused(dpp, mail, "rest-hook");
            Subscription writerOnly = subscription("https://hooks.example.ma/x", "Observation?");
            var request = dpp.request("/Subscription", "fhir.write")
                    .POST(java.net.http.HttpRequest.BodyPublishers.ofString(DppUnderTest.json(writerOnly)));
            assertThat(dpp.send(request.build()).status())
                    .as("who may not read may not be told")
                    .isEqualTo(403);
        }
        assertRefused(Database.H2.dpp(), subscription("https://hooks.example.ma/x", "Observation?"), "switched off");
    }

    private static void assertRefused(DppUnderTest dpp, Subscription subscription, String why) {
        Answer answer = dpp.post("/Subscription", subscription);
        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.diagnostics()).contains(why);
    }

    private static String subscribe(DppUnderTest dpp, HookReceiver receiver, String criteria) {
        Answer answer = dpp.post("/Subscription", subscription(receiver.url(), criteria));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        String id = answer.as(Subscription.class).getIdElement().getIdPart();
        Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .until(() ->
                        dpp.get("/Subscription/" + id).as(Subscription.class).getStatus() == SubscriptionStatus.ACTIVE);
        return id;
    }

    private static Subscription subscription(String endpoint, String criteria) {
        Subscription subscription = new Subscription();
        subscription
                .setStatus(SubscriptionStatus.REQUESTED)
                .setReason("test")
                .setCriteria(criteria)
                .getChannel()
                .setType(SubscriptionChannelType.RESTHOOK)
                .setEndpoint(endpoint)
                .setPayload("application/fhir+json")
                .addHeader("Authorization: Bearer of-the-receiver");
        return subscription;
    }

    private static void awaitTaken(HookReceiver receiver, int count) {
        Awaitility.await()
                .atMost(60, TimeUnit.SECONDS)
                .until(() -> receiver.taken().size() >= count);
    }

    private void write(DppUnderTest dpp, int intake, String id, String code, String value) {
        Observation observation = new Observation();
        observation.setId(id);
        observation.setStatus(Observation.ObservationStatus.FINAL);
        observation.getCode().addCoding().setSystem("http://loinc.org").setCode(code);
        observation.setSubject(new Reference("Patient/" + patient));
        observation.setValue(new org.hl7.fhir.r4.model.Quantity().setValue(new java.math.BigDecimal(value)));
        assertThat(Sent.by("CHU-RABAT", intake).replace(observation).to(dpp).status())
                .isEqualTo(200);
    }

    private Patient patient() {
        Patient one = new Patient();
        one.setId(patient);
        return one;
    }

    private static long noted(DppSettings settings) {
        return number(settings, "SELECT COUNT(*) FROM HFJ_RESOURCE_MODIFIED");
    }

    private static long waiting(DppSettings settings) {
        return number(settings, "SELECT COUNT(*) FROM QANTARA_HOOK") + noted(settings);
    }

    private static long number(DppSettings settings, String sql) {
        try (var connection = DriverManager.getConnection(settings.jdbcUrl(), settings.user(), "");
                var row = connection.createStatement().executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
