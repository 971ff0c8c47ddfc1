package org.qantara.mapping.hl7v2;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.HapiContext;
import ca.uhn.hl7v2.model.Message;
import ca.uhn.hl7v2.parser.CanonicalModelClassFactory;
import ca.uhn.hl7v2.parser.PipeParser;
import ca.uhn.hl7v2.util.Terser;
import ca.uhn.hl7v2.validation.impl.ValidationContextFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** HAPI HL7v2 as oracle: what both read from the envelope and the patient is the same. */
class HapiOracleTest {
    private static final List<String> PATHS = List.of(
            "MSH-3-1",
            "MSH-4-1",
            "MSH-7-1",
            "MSH-9-1",
            "MSH-9-2",
            "MSH-10-1",
            "MSH-11-1",
            "MSH-12-1",
            "PID-3(0)-1",
            "PID-3(0)-4-1",
            "PID-3(0)-5",
            "PID-3(1)-1",
            "PID-5(0)-1-1",
            "PID-5(0)-2",
            "PID-7-1",
            "PID-8-1",
            "PID-11(0)-3");

    @Test
    void bothReadTheSame() throws IOException {
        Path corpus = org.qantara.mapping.Data.reference().resolve("hl7v2");
        Assumptions.assumeTrue(Files.isDirectory(corpus), "no corpus at " + corpus + ": skipped");
        HapiContext context = new DefaultHapiContext(ValidationContextFactory.noValidation());
        context.setModelClassFactory(new CanonicalModelClassFactory("2.5.1"));
        PipeParser parser = context.getPipeParser();
        List<String> lines = Files.readAllLines(corpus.resolve("manifest.tsv"));
        int compared = 0;
        for (int i = 1; i < lines.size(); i += 3) {
            Path file = corpus.resolve(lines.get(i).split("\t")[0]);
            byte[] body = MessageFile.split(Files.readAllBytes(file)).get(0).body();
            String text = new String(body, StandardCharsets.UTF_8)
                    .replace("\r\n", "\r")
                    .replace('\n', '\r');
            if (text.startsWith("MSH|^~\\\\&")) {
                continue; // a doubled escape character from somebody's source code: we read past it, HAPI does not
            }
            try {
                Message parsed = parser.parse(text);
                Hl7Message own = Hl7Message.read(body, StandardCharsets.UTF_8);
                compared += own.segments("PID").isEmpty() ? 0 : compare(new Terser(parsed), own, file);
            } catch (HL7Exception | Hl7Unreadable e) {
                continue; // one of the two refuses it: nothing to compare
            }
        }
        assertThat(compared).isGreaterThan(1500);
    }

    private static int compare(Terser terser, Hl7Message own, Path file) {
        int compared = 0;
        for (String path : PATHS) {
            String hapi;
            try {
                hapi = terser.get((path.startsWith("PID") ? "/." : "") + path);
            } catch (HL7Exception e) {
                continue; // HAPI's structure has no PID where the terser looks
            }
            String[] parts = path.replaceAll("\\(\\d\\)", "").split("-");
            String repetition = path.contains("(1)") ? "[2]" : "[1]";
            String address = parts[0] + "-" + parts[1] + repetition + "." + parts[2]
                    + (parts.length > 3 ? "." + parts[3] : ".1");
            String read = own.text(address);
            String mine = read == null || read.isBlank() ? null : read;
            String theirs = hapi == null || hapi.isBlank() || hapi.equals("\"\"") ? null : hapi;
            if (theirs != null && theirs.contains("\\")) {
                continue; // HAPI leaves some escape sequences as they are
            }
            assertThat(mine).as("%s of %s", address, file).isEqualTo(theirs);
            compared++;
        }
        return compared;
    }
}
