package org.qantara.tests.load;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Writes the messages: an ADT of about 1.2 KB and an ORU of about 3.6 KB, as hospital and laboratory systems send them, in UTF-8 with
 * names in Arabic and Latin script. All people are made up. Not thread-safe.
 */
final class MessageText {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmssZ").withZone(ZoneId.of("Africa/Casablanca"));
    private static final List<String> FAMILIES =
            List.of("العلوي^ALAOUI", "الإدريسي^EL IDRISSI", "بناني^BENNANI", "آيت الطالب^AIT TALEB", "التازي^TAZI");
    private static final List<String> GIVEN =
            List.of("سميرة^Samira^F", "يوسف^Youssef^M", "عائشة^Aïcha^F", "حمزة^Hamza^M", "نادية^Nadia^F");
    private static final List<String> TOWNS = List.of("Rabat", "Fès", "Salé", "Meknès", "Khénifra");
    /** LOINC code, name, unit, least and greatest value times 10, reference range. */
    private static final List<String> TESTS = List.of(
            "718-7^Hémoglobine|g/dL|80|170|12.0-16.0",
            "6690-2^Leucocytes|10*3/uL|20|180|4.0-10.0",
            "789-8^Hématies|10*6/uL|30|60|4.0-5.4",
            "4544-3^Hématocrite|%|300|500|36.0-46.0",
            "777-3^Plaquettes|10*3/uL|1000|4500|150-400",
            "2345-7^Glucose|mg/dL|600|2500|70-110",
            "2160-0^Créatinine|mg/dL|5|40|0.6-1.2",
            "3094-0^Urée|mg/dL|100|600|15-45",
            "2823-3^Potassium|mmol/L|30|60|3.5-5.1",
            "2951-2^Sodium|mmol/L|1250|1500|136-145");

    private static final int ORU_RESULTS = 27;

    private final Sender sender;
    private final SplittableRandom random;

    MessageText(Sender sender, SplittableRandom random) {
        this.sender = sender;
        this.random = random;
    }

    byte[] adt(String controlId, String patient, long version) {
        String now = TIME.format(Instant.now());
        String event = List.of("A01", "A04", "A08", "A08", "A08").get(random.nextInt(5));
        String structure = "ADT_A01";
        StringBuilder out = new StringBuilder(1400);
        msh(out, now, "ADT^" + event + "^" + structure, controlId, "P", "2.5.1");
        out.append("EVN|").append(event).append('|').append(now).append("|||10023\r");
        pid(out, patient, version);
        out.append(
                "NK1|1|EL AMRANI^Karim|SPO^Conjoint^HL70063|12 Rue Oued Sebou^^Rabat^^10090^MAR||^PRN^CP^^212^^661234567\r");
        out.append(
                "NK1|2|EL AMRANI^Latifa|MTH^Mère^HL70063|Douar Oulad Ziane^^Salé^^11000^MAR||^PRN^PH^^212^^537112233\r");
        visit(out, patient, now);
        out.append(
                "GT1|1||EL AMRANI^Karim^^^M.||12 Rue Oued Sebou^^Rabat^^10090^MAR|^PRN^CP^^212^^661234567|||M||SPO^Conjoint^HL70063\r");
        out.append("AL1|1|DA|^Pénicilline|MO|Urticaire étendue après la deuxième prise, traitée en ambulatoire\r");
        out.append(
                        "DG1|1||I10^Hypertension essentielle (primitive)^I10|Hypertension connue depuis 2014, suivie en consultation|")
                .append(now)
                .append("|A\r");
        out.append(
                        "IN1|1|AMO^Assurance maladie obligatoire|CNSS|Caisse nationale de sécurité sociale|Boulevard Mohammed V^^Casablanca^^20250^MAR|||||||20200101|||||||||||||||||||||||")
                .append(100_000_000 + Math.floorMod(patient.hashCode(), 899_999_999))
                .append('\r');
        return bytes(out);
    }

    byte[] merge(String controlId, String patient, String retired, long version) {
        String now = TIME.format(Instant.now());
        StringBuilder out = new StringBuilder(800);
        msh(out, now, "ADT^A40^ADT_A39", controlId, "P", "2.5.1");
        out.append("EVN|A40|").append(now).append('\r');
        pid(out, patient, version);
        out.append("MRG|")
                .append(retired)
                .append("^^^")
                .append(sender.authority())
                .append("^PI\r");
        return bytes(out);
    }

    byte[] oru(String controlId, String patient, long version) {
        String now = TIME.format(Instant.now());
        String order = controlId.replaceAll("[^A-Za-z0-9]", "");
        StringBuilder out = new StringBuilder(4000);
        msh(out, now, "ORU^R01^ORU_R01", controlId, "P", "2.5.1");
        pid(out, patient, version);
        visit(out, patient, now);
        out.append("ORC|RE|P")
                .append(order)
                .append("|F")
                .append(order)
                .append("||CM||||")
                .append(now)
                .append('\r');
        out.append("OBR|1|P")
                .append(order)
                .append("|F")
                .append(order)
                .append("|58410-2^Numération formule sanguine^LN|||")
                .append(now)
                .append("|||||||||10077^BENNANI^Salma^^^Dr^^^INPE||||||")
                .append(now)
                .append("||LAB|F\r");
        for (int i = 0; i < ORU_RESULTS; i++) {
            result(out, i, now);
        }
        return bytes(out);
    }

    private void result(StringBuilder out, int index, String now) {
        String[] test = TESTS.get(index % TESTS.size()).split("\\|");
        int tenths = random.nextInt(Integer.parseInt(test[2]), Integer.parseInt(test[3]));
        out.append("OBX|")
                .append(index + 1)
                .append("|NM|")
                .append(test[0])
                .append("^LN|")
                .append(index + 1)
                .append('|');
        out.append(tenths / 10)
                .append('.')
                .append(tenths % 10)
                .append('|')
                .append(test[1])
                .append('^')
                .append(test[1]);
        out.append("^UCUM|").append(test[4]).append("|N|||F|||").append(now).append("||10077^BENNANI^Salma\r");
    }

    /** A message that must not be applied, and says so in itself. */
    byte[] malformed(Malformed how, String controlId, String patient) {
        String now = TIME.format(Instant.now());
        StringBuilder out = new StringBuilder(600);
        switch (how) {
            case NO_HEADER -> out.append("this is no HL7 message, it begins with no MSH at all\r");
            case NO_CONTROL_ID -> msh(out, now, "ADT^A08^ADT_A01", "", "P", "2.5.1");
            case UNKNOWN_TYPE -> msh(out, now, "ZZZ^Z99^ZZZ_Z99", controlId, "P", "2.5.1");
            case UNKNOWN_VERSION -> msh(out, now, "ADT^A08^ADT_A01", controlId, "P", "9.9");
            case TRAINING -> msh(out, now, "ADT^A08^ADT_A01", controlId, "T", "2.5.1");
            case NO_PATIENT -> msh(out, now, "ADT^A08^ADT_A01", controlId, "P", "2.5.1");
        }
        if (how == Malformed.NO_PATIENT) {
            out.append("EVN|A08|").append(now).append("\rPID|1||||^Anonyme\rPV1|1|O\r");
        } else if (how != Malformed.NO_HEADER) {
            out.append("EVN|A08|").append(now).append('\r');
            pid(out, patient, 0);
        }
        return bytes(out);
    }

    /** In which way a message is wrong. */
    enum Malformed {
        NO_HEADER(LoadMessage.Fate.REFUSED),
        NO_CONTROL_ID(LoadMessage.Fate.REFUSED),
        UNKNOWN_TYPE(LoadMessage.Fate.REFUSED),
        UNKNOWN_VERSION(LoadMessage.Fate.REFUSED),
        TRAINING(LoadMessage.Fate.REFUSED),
        NO_PATIENT(LoadMessage.Fate.QUARANTINED);

        final LoadMessage.Fate fate;

        Malformed(LoadMessage.Fate fate) {
            this.fate = fate;
        }

        boolean hasControlId() {
            return this != NO_HEADER && this != NO_CONTROL_ID;
        }
    }

    private void msh(StringBuilder out, String now, String type, String controlId, String processing, String version) {
        out.append("MSH|^~\\&|")
                .append(sender.application())
                .append('|')
                .append(sender.facility())
                .append("|QANTARA|DPP|");
        out.append(now)
                .append("||")
                .append(type)
                .append('|')
                .append(controlId)
                .append('|')
                .append(processing)
                .append('|');
        out.append(version).append("||||||UNICODE UTF-8\r");
    }

    private void pid(StringBuilder out, String patient, long version) {
        // of the number, not of the moment: a person keeps name and birthday
        int person = Math.floorMod(patient.hashCode(), 1 << 20);
        String[] family = FAMILIES.get(person % FAMILIES.size()).split("\\^");
        String[] given = GIVEN.get(person / 7 % GIVEN.size()).split("\\^");
        String second = "V" + version;
        out.append("PID|1||")
                .append(patient)
                .append("^^^")
                .append(sender.authority())
                .append("^PI||");
        out.append(family[0])
                .append('^')
                .append(given[0])
                .append('^')
                .append(second)
                .append("^^^^L^A~");
        out.append(family[1])
                .append('^')
                .append(given[1])
                .append('^')
                .append(second)
                .append("^^^^L||");
        out.append(1930 + person % 90).append(String.format("%02d%02d", 1 + person % 12, 1 + person / 12 % 28));
        out.append('|').append(given[2]).append("|||").append(1 + person % 120).append(" Avenue Hassan II^^");
        out.append(TOWNS.get(person / 5 % TOWNS.size())).append("^^10090^MAR^H||^PRN^CP^^212^^6");
        out.append(10_000_000 + person).append("|||M\r");
    }

    private void visit(StringBuilder out, String patient, String now) {
        out.append("PV1|1|I|MED^").append(1 + random.nextInt(40)).append("^1^").append(sender.authority());
        out.append("|R|||10023^EL FASSI^Hicham^^^Dr^^^INPE|||MED||||||||I|V")
                .append(patient)
                .append("^^^");
        out.append(sender.authority())
                .append("^VN|||||||||||||||||||||||||")
                .append(now, 0, 14)
                .append('\r');
    }

    private static byte[] bytes(StringBuilder text) {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
