package org.qantara.emulate;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;

/** Result messages of ASTM E1394 / LIS02-A2 in the delimiters of a dialect: H, P, O, an R per result, L. */
public final class AstmResults {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");

    private final Dialect dialect;
    private final String model;
    private final String serial;

    /** @param serial serial number of the instrument, in each result (R-14) */
    public AstmResults(Dialect dialect, String model, String serial) {
        this.dialect = dialect;
        this.model = model;
        this.serial = serial;
    }

    /** A sample's results; {@code controlId} is H-3, by which a repeated message is recognised. */
    public String message(String controlId, LabSample sample, LocalDateTime at) {
        return message(controlId, sample, at, "N", "F");
    }

    /** A run of a control: the sample says so in O-12. */
    public String control(String controlId, LabSample sample, LocalDateTime at) {
        return message(controlId, sample.anonymous(), at, "Q", "F");
    }

    /** Corrected results of a sample that was reported before. */
    public String correction(String controlId, LabSample sample, LocalDateTime at) {
        return message(controlId, sample, at, "N", "C");
    }

    private String message(String controlId, LabSample sample, LocalDateTime at, String action, String status) {
        String time = TIME.format(at);
        StringBuilder out = new StringBuilder("H").append(dialect.delimiters());
        append(out, controlId, "", model, "", "", "", "", "host", "", "P", "1", time);
        String component = dialect.delimiters().substring(2, 3);
        String name = sample.family().isEmpty() ? "" : sample.family() + component + sample.given();
        out.append('P');
        append(out, "1", sample.patient(), "", "", name, "", sample.birthDate(), sample.sex());
        out.append('O');
        append(
                out,
                "1",
                sample.number(),
                "",
                "",
                "R",
                time,
                time,
                "",
                "",
                "",
                action,
                "",
                "",
                "",
                "Serum",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                status);
        int number = 0;
        for (LabSample.Result result : sample.results()) {
            String test = component + result.text() + component.repeat(2) + result.test();
            out.append('R');
            append(
                    out,
                    String.valueOf(++number),
                    test,
                    result.value(),
                    result.unit(),
                    result.range(),
                    result.flag(),
                    "",
                    status,
                    "",
                    "op1",
                    time,
                    time,
                    serial);
        }
        out.append('L');
        append(out, "1", "N");
        return out.toString();
    }

    private void append(StringBuilder out, String... fields) {
        String field = dialect.delimiters().substring(0, 1);
        for (String value : fields) {
            out.append(field).append(value);
        }
        out.append('\r');
    }
}
