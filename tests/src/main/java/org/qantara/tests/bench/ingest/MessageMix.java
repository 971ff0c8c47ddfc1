package org.qantara.tests.bench.ingest;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * HL7 v2.5.1 messages of one sending system: 40 % ADT (admissions, updates, transfers, discharges), 50 % ORU with nine to eleven results, 10 % other
 * (corrections of a result, merges of two records). 70 % of them concern a patient that this sender has named before.
 *
 * <p>One sender is one thread: the messages of a patient stay in order, as a lane of the engine keeps them. The same seed gives the same messages. Not
 * thread-safe.
 */
final class MessageMix {

    static final String FACILITY = "BENCH";

    private static final int KNOWN_PERCENT = 70;
    private static final int ADT_PERCENT = 40;
    private static final int ORU_PERCENT = 50;
    private static final int PRACTITIONERS = 150;
    private static final int BEDS = 240;
    private static final LocalDateTime EPOCH = LocalDateTime.of(2026, 3, 4, 6, 0);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");
    private static final List<String> FAMILIES = List.of(
            "EL FASSI",
            "BENNANI",
            "ALAOUI",
            "EL IDRISSI",
            "TAZI",
            "BERRADA",
            "AIT TALEB",
            "OUAZZANI",
            "CHRAIBI",
            "LAHLOU");
    private static final List<String> GIVEN =
            List.of("Fatima", "Mohammed", "Khadija", "Youssef", "Aïcha", "Omar", "Salma", "Hassan", "Nadia", "Rachid");
    private static final List<String> ARABIC = List.of("فاطمة", "محمد", "خديجة", "يوسف", "عائشة", "عمر", "سلمى", "حسن");
    private static final List<String> CITIES =
            List.of("Fès", "Meknès", "Rabat", "Salé", "Tanger", "Casablanca", "Marrakech");

    /** LOINC code, name, unit, low, high. */
    private static final String[][] ANALYTES = {
        {"718-7", "Hemoglobin", "g/dL", "12.0", "16.0"},
        {"4544-3", "Hematocrit", "%", "36", "48"},
        {"789-8", "Erythrocytes", "10*6/uL", "4.0", "5.4"},
        {"6690-2", "Leukocytes", "10*3/uL", "4.0", "10.0"},
        {"777-3", "Platelets", "10*3/uL", "150", "400"},
        {"787-2", "MCV", "fL", "80", "98"},
        {"785-6", "MCH", "pg", "27", "33"},
        {"2345-7", "Glucose", "g/L", "0.70", "1.10"},
        {"2160-0", "Creatinine", "mg/L", "6", "12"},
        {"2823-3", "Potassium", "mmol/L", "3.5", "5.1"},
        {"2951-2", "Sodium", "mmol/L", "136", "145"},
        {"1742-6", "ALT", "U/L", "7", "40"},
        {"1920-8", "AST", "U/L", "8", "38"}
    };

    private final int cell;
    private final int sender;
    private final SplittableRandom random;
    private final List<Integer> orders = new ArrayList<>();
    private int patients;
    private int visits;
    private long messages;

    /**
     * @param cell senders of one cell share doctors and wards
     * @param sender number of the sending system; no two share a patient
     */
    MessageMix(int cell, int sender) {
        this.cell = cell;
        this.sender = sender;
        this.random = new SplittableRandom(sender);
    }

    /** Patients that have been named so far. */
    int patients() {
        return patients;
    }

    /** The local number of one of them. */
    String patientNumber(int patient) {
        return "P" + sender + "-" + patient;
    }

    /** The next message, segments ended by CR. */
    String next() {
        messages++;
        boolean known = patients > 0 && random.nextInt(100) < KNOWN_PERCENT;
        int patient = known ? random.nextInt(patients) : patients++;
        int kind = random.nextInt(100);
        if (kind < ADT_PERCENT) {
            return admission(patient);
        }
        if (kind < ADT_PERCENT + ORU_PERCENT || orders.isEmpty()) {
            return results(patient);
        }
        return random.nextInt(10) < 7 ? correction() : merge(patient);
    }

    /** An admission, update, transfer or discharge: patient, visit, ward, doctor, and at times diagnosis, allergy and two measurements. */
    private String admission(int patient) {
        String event = List.of("A01", "A01", "A04", "A08", "A08", "A02", "A03").get(random.nextInt(7));
        StringBuilder message = head("ADT", event);
        message.append("EVN|").append(event).append('|').append(now()).append('\r');
        message.append(pid(patient, random.nextInt(10) == 0 ? random.nextInt(9) : 0));
        message.append(visit(patient, visits++));
        boolean admission = event.equals("A01");
        if (admission) {
            message.append("NK1|1|")
                    .append(FAMILIES.get(patient % 10))
                    .append("^Khadija|SPO^Épouse^HL70063||^PRN^CP^^212^^662334455\r");
            message.append("OBX|1|NM|8302-2^Taille^LN||")
                    .append(150 + random.nextInt(40))
                    .append("|cm^cm^UCUM|||||F|||")
                    .append(now());
            message.append("\rOBX|2|NM|29463-7^Poids^LN||")
                    .append(50 + random.nextInt(50))
                    .append("|kg^kg^UCUM|||||F|||")
                    .append(now());
            message.append("\rDG1|1||I21.9^Infarctus aigu du myocarde, sans précision^I10||20260304|A\r");
            if (random.nextInt(4) == 0) {
                message.append(
                        "AL1|1|DA^Allergie médicamenteuse^HL70127|J01CA04^Amoxicilline^ATC|SV^Sévère^HL70128|Œdème|20190402\r");
            }
        }
        return message.toString();
    }

    private String results(int patient) {
        orders.add(patient);
        return results(patient, orders.size() - 1, "F", 0);
    }

    /** The same order again, final values replaced: the report and its results are written a second time. */
    private String correction() {
        int order = random.nextInt(orders.size());
        return results(orders.get(order), order, "C", 1);
    }

    private String results(int patient, int order, String status, int shift) {
        String number = sender + "-" + order;
        StringBuilder message = head("ORU", "R01");
        message.append(pid(patient, 0)).append(visit(patient, patient));
        message.append("ORC|RE|O")
                .append(number)
                .append("^HIS|F")
                .append(number)
                .append("^LAB||CM\r");
        message.append("OBR|1|O").append(number).append("^HIS|F").append(number);
        message.append("^LAB|58410-2^CBC panel^LN|||20260304090000|||||||20260304093000|BLD|")
                .append(doctor(order));
        message.append("||||||20260304113000||HM|").append(status).append('\r');
        int results = 9 + order % 3;
        for (int index = 0; index < results; index++) {
            String[] analyte = ANALYTES[index];
            double low = Double.parseDouble(analyte[3]);
            double high = Double.parseDouble(analyte[4]);
            double value = low + (high - low) * ((order * 31 + index * 17) % 130) / 100 + shift * 0.1;
            message.append("OBX|")
                    .append(index + 1)
                    .append("|NM|")
                    .append(analyte[0])
                    .append('^')
                    .append(analyte[1]);
            message.append("^LN||")
                    .append(String.format(java.util.Locale.ROOT, "%.1f", value))
                    .append('|');
            message.append(analyte[2])
                    .append('^')
                    .append(analyte[2])
                    .append("^UCUM|")
                    .append(analyte[3])
                    .append('-');
            message.append(analyte[4]).append('|').append(value > high ? "H" : "N");
            message.append("|||").append(status).append("|||20260304090000\r");
        }
        return message.toString();
    }

    private String merge(int patient) {
        int old = random.nextInt(patients);
        return head("ADT", "A40")
                .append("EVN|A40|")
                .append(now())
                .append('\r')
                .append(pid(patient, 0))
                .append("MRG|P")
                .append(sender)
                .append('-')
                .append(old == patient ? "X" + messages : old)
                .append("^^^BENCH^PI\r")
                .toString();
    }

    private StringBuilder head(String type, String event) {
        return new StringBuilder(2048)
                .append("MSH|^~\\&|HIS|BENCH|QANTARA|DPP|")
                .append(now())
                .append("||")
                .append(type)
                .append('^')
                .append(event)
                .append("|M")
                .append(sender)
                .append('-')
                .append(messages)
                .append("|P|2.5.1|||AL|NE|MAR|UNICODE UTF-8\r");
    }

    private String pid(int patient, int changed) {
        int mixed = (patient * 7919 + sender * 104_729) & 0x7fffffff;
        String family = FAMILIES.get(mixed % FAMILIES.size()) + (mixed / 10 % 400);
        return "PID|1||" + patientNumber(patient) + "^^^BENCH^PI~AB" + mixed % 10_000_000 + "^^^CNIE^NI||"
                + ARABIC.get(mixed % ARABIC.size()) + "^" + ARABIC.get(mixed / 8 % ARABIC.size()) + "^^^^^L^A~" + family
                + "^"
                + GIVEN.get(mixed / 3 % GIVEN.size()) + "^^^^^L||" + (1930 + mixed % 90) + "0" + (1 + mixed % 9) + "1"
                + mixed % 9 + "|"
                + (mixed % 2 == 0 ? "F" : "M") + "|||" + (1 + mixed % 200 + changed) + " Rue Oued Ziz^^"
                + CITIES.get(mixed % CITIES.size())
                + "^^10000^MAR^H||^PRN^CP^^212^^6" + (10_000_000 + mixed % 80_000_000) + "|||M\r";
    }

    private String visit(int patient, int number) {
        int bed = (number * 13 + sender) % BEDS;
        return "PV1|1|I|W" + cell + "-" + bed / 12 + "^" + bed / 2 % 6 + "^" + bed % 2 + "^BENCH|R|||" + doctor(number)
                + "|||CAR||||||||I|V" + sender + "-" + number + "-" + patient
                + "^^^BENCH^VN|||||||||||||||||||||||||20260304081500\r";
    }

    private String doctor(int number) {
        int doctor = number * 7 % PRACTITIONERS;
        return (10_000 * cell + doctor) + "^" + FAMILIES.get(doctor % FAMILIES.size()) + "^"
                + GIVEN.get(doctor / 10 % GIVEN.size()) + "^^^Dr^^^INPE";
    }

    private String now() {
        return TIME.format(EPOCH.plusSeconds(messages)) + "+0100";
    }
}
