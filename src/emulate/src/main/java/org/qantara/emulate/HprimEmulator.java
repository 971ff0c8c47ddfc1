package org.qantara.emulate;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A laboratory system that leaves HPRIM Santé files in a folder: {@code NAME.hpr} first, {@code NAME.ok} when it is whole. Each
 * message has its own delimiters and a long comment that is continued by A lines, one of them in the middle of a word.
 */
public final class HprimEmulator {
    private static final String[] DELIMITERS = {"|~^\\&", "|^~\\&", "|~^&\\"};
    private static final int LINE_MAX = 80;

    private final Path folder;
    private final Charset charset;

    public HprimEmulator(Path folder, Charset charset) {
        this.folder = folder;
        this.charset = charset;
    }

    /** The n-th result message of this laboratory (HPRIM Santé 2.1, ORU). */
    public static String result(int n) {
        String d = DELIMITERS[n % DELIMITERS.length];
        String component = d.substring(1, 2);
        String comment =
                "Résultat n° " + n + " contrôlé : prélèvement hémolysé, à renouveler si la clinique le justifie ; "
                        + "valeur confirmée sur un second prélèvement.";
        StringBuilder message = new StringBuilder(
                "H" + d + "|RES" + n + ".HPR||LABFES||ORU|||HOP||P|H2.1" + component + "C|20260128\r");
        message.append("P|1|").append(900_000 + n).append("|\r");
        message.append("OBR|1|")
                .append(n)
                .append("||GLU")
                .append(component)
                .append("Glucose")
                .append(component)
                .append("L\r");
        message.append("OBX|1|NM|GLU")
                .append(component)
                .append("Glucose")
                .append(component)
                .append("L||1,26|g/L|||||F\r");
        String line = "C|1|L|" + comment;
        message.append(line, 0, LINE_MAX).append('\r');
        for (int from = LINE_MAX; from < line.length(); from += LINE_MAX - 2)
            message.append("A|")
                    .append(line, from, Math.min(line.length(), from + LINE_MAX - 2))
                    .append('\r');
        return message.append("L|1||1|").append(5).append('\r').toString();
    }

    /** A sample's results with decimal commas, as such systems write them; delimiters change from message to message. */
    public static String results(int n, LabSample sample, String day) {
        return results("RES" + day + n + ".HPR", n, sample, day);
    }

    /** The same under a given file name (H-3), by which a repeated message is recognised. */
    public static String results(String name, int n, LabSample sample, String day) {
        String d = DELIMITERS[n % DELIMITERS.length];
        String c = d.substring(1, 2);
        StringBuilder message = new StringBuilder("H" + d + "|" + name + "||LABSALE" + c
                + "Laboratoire de Salé||ORU|||HOP" + c + "CHU||P|H2.1" + c + "C|" + day + "\r");
        message.append(String.join(
                        "|",
                        "P",
                        "1",
                        sample.patient(),
                        "",
                        "",
                        sample.family().isEmpty() ? "" : sample.family() + c + sample.given(),
                        "",
                        sample.birthDate(),
                        sample.sex()))
                .append('\r');
        message.append("OBR|1|" + sample.number() + c + "R" + sample.number() + "|" + sample.number() + "|BIO" + c
                + "Biochimie" + c + "L|R|" + day + "|" + day + "\r");
        int number = 0;
        for (LabSample.Result result : sample.results())
            message.append("OBX|" + ++number + "|" + (result.value().startsWith("<") ? "ST" : "NM") + "|"
                    + result.test()
                    + c + result.text() + c + "L||" + result.value().replace('.', ',') + "|" + result.unit() + "|"
                    + result.range() + "|" + result.flag() + "|||F\r");
        return message.append("L|1||1|" + (number + 4) + "\r").toString();
    }

    /** Leaves one message in the folder, as this system does. */
    public void leave(String name, String message) throws IOException {
        Files.write(folder.resolve(name + ".hpr"), message.getBytes(charset));
        Files.createFile(folder.resolve(name + ".ok"));
    }
}
