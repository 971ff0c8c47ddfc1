package org.qantara.connectors.dicom.dataset;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value of Specific Character Set (0008,0005): every defined term of PS3.3 section C.12.1.1.2, single byte and
 * multi-byte, with and without code extensions (ISO 2022, PS3.5 section 6.1.2.5), tolerant of misspelt terms. Immutable.
 */
public final class SpecificCharacterSet {
    /** The default character repertoire, ISO 646. */
    public static final SpecificCharacterSet DEFAULT =
            new SpecificCharacterSet("ISO_IR 6", null, CodeSet.ASCII, List.of());

    /** What is assumed where a sender declares nothing and sends more than ASCII. */
    public static final SpecificCharacterSet LATIN_1 =
            new SpecificCharacterSet("ISO_IR 100", null, CodeSet.LATIN_1, List.of());

    private static final Pattern ISO_IR = Pattern.compile("ISO(2022)?IR([0-9]+)");
    private static final Pattern ISO_8859 = Pattern.compile("(?:ISO|ISOIR|LATIN)?8859([0-9]+)");

    /** Misspellings of terms by part number: senders that wrote the name of the ISO standard. */
    private static final Map<String, Integer> REGISTRATION_OF_8859_PART =
            Map.of("1", 100, "2", 101, "3", 109, "4", 110, "5", 144, "6", 127, "7", 126, "8", 138, "9", 148, "15", 203);

    private final String term;
    /** UTF-8, GB18030, GBK: the whole value at once, no code extensions. */
    private final @Nullable Charset whole;
    /** What bytes from 80H mean before any escape sequence. */
    private final CodeSet initialG1;

    /** What may come by escape sequence when writing; reading understands every one. */
    private final List<CodeSet> extensions;

    private SpecificCharacterSet(String term, @Nullable Charset whole, CodeSet initialG1, List<CodeSet> extensions) {
        this.term = term;
        this.whole = whole;
        this.initialG1 = initialG1;
        this.extensions = extensions;
    }

    private static SpecificCharacterSet whole(String term, Charset charset) {
        return new SpecificCharacterSet(term, charset, CodeSet.ASCII, List.of());
    }

    /** The first term as it was understood, {@code ISO_IR 127}. */
    public String term() {
        return term;
    }

    /**
     * From the values of (0008,0005), or of an option.
     *
     * @return for an unknown term, ISO_IR 100: Latin text stays readable and nothing is lost, the bytes are kept
     */
    public static SpecificCharacterSet of(List<String> terms) {
        String first = terms.isEmpty() ? "" : bare(terms.get(0));
        SpecificCharacterSet known = ofBare(first);
        if (known == null || known.whole != null || terms.size() < 2) {
            return known != null ? known : LATIN_1;
        }
        List<CodeSet> extensions = terms.stream()
                .skip(1)
                .map(term -> CodeSet.declared(registration(bare(term))))
                .filter(Objects::nonNull)
                .toList();
        return new SpecificCharacterSet(known.term, null, known.initialG1, extensions);
    }

    /** From one term or Java charset name, strictly, for an option; null when it is unknown. */
    public static @Nullable SpecificCharacterSet named(String name) {
        SpecificCharacterSet known = ofBare(bare(name));
        if (known != null) {
            return known;
        }
        try {
            return whole(name, Charset.forName(name));
        } catch (IllegalArgumentException e) {
            return null; // neither a defined term nor a charset of the JVM
        }
    }

    private static @Nullable SpecificCharacterSet ofBare(String bare) {
        switch (bare) {
            case "" -> {
                return DEFAULT;
            }
            case "GB18030" -> {
                return whole("GB18030", Charset.forName("GB18030"));
            }
            case "GBK" -> {
                return whole("GBK", Charset.forName("GBK"));
            }
            case "UTF8", "UNICODE11UTF8" -> {
                return whole("ISO_IR 192", StandardCharsets.UTF_8);
            }
            default -> {}
        }
        int registration = registration(bare);
        if (registration == 192) {
            return whole("ISO_IR 192", StandardCharsets.UTF_8);
        }
        CodeSet g1 = CodeSet.ofRegistration(registration);
        return g1 == null ? null : new SpecificCharacterSet("ISO_IR " + registration, null, g1, List.of());
    }

    /** The ISO registration number in a term, -1 when there is none. */
    private static int registration(String bare) {
        Matcher isoIr = ISO_IR.matcher(bare);
        if (isoIr.matches() && isoIr.group(2).length() < 5) {
            return Integer.parseInt(isoIr.group(2));
        }
        Matcher iso8859 = ISO_8859.matcher(bare);
        return iso8859.matches() ? REGISTRATION_OF_8859_PART.getOrDefault(iso8859.group(1), -1) : -1;
    }

    private static String bare(String term) {
        return term.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
    }

    /**
     * Decodes a whole value, backslashes included, which stay backslashes and part values. Bytes that mean nothing
     * become U+FFFD.
     *
     * @param personName true also for '^' and '=' to end a code extension
     */
    public String decode(byte[] bytes, boolean personName) {
        Charset all = whole;
        if (all != null) {
            return new String(bytes, all);
        }
        StringBuilder text = new StringBuilder(bytes.length);
        ByteArrayOutputStream run = new ByteArrayOutputStream();
        CodeSet g0 = CodeSet.ASCII;
        CodeSet g1 = initialG1;
        CodeSet running = CodeSet.ASCII;
        int i = 0;
        while (i < bytes.length) {
            int b = bytes[i] & 0xFF;
            CodeSet.Designation designation = b == 0x1B ? CodeSet.designation(bytes, i + 1) : null;
            if (designation != null) {
                if (designation.codeSet().inG0()) {
                    g0 = designation.codeSet();
                } else {
                    g1 = designation.codeSet();
                }
                i += 1 + designation.length();
                continue;
            }
            CodeSet wanted = b < 0x80 ? g0 : g1;
            if (b < 0x21 || b == 0x7F || g0.width() == 1 && ends(b, personName)) {
                // a control character, a blank or a delimiter: the initial sets hold again after all but the blank
                wanted = CodeSet.ASCII;
                if (b != 0x20) {
                    g0 = CodeSet.ASCII;
                    g1 = initialG1;
                }
            }
            if (wanted != running) {
                running.flush(run, text);
                running = wanted;
            }
            int width = Math.min(wanted.width(), bytes.length - i);
            run.write(bytes, i, width);
            i += width;
        }
        running.flush(run, text);
        return text.toString();
    }

    private static boolean ends(int b, boolean personName) {
        return b == '\\' || personName && (b == '^' || b == '=');
    }

    /**
     * Encodes a whole value, backslashes included. Code extensions are designated where they are needed and again after
     * each delimiter, as readers forget them there.
     *
     * @throws IllegalArgumentException for a character that the declared sets do not have, or only in the two byte sets
     *     of the lower half (JIS X 0208 and 0212), which this stack reads and does not write
     */
    public byte[] encode(String text, boolean personName) {
        Charset all = whole;
        if (all != null) {
            return text.getBytes(all);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() + 16);
        CodeSet g1 = initialG1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                out.write(c);
                if (c != ' ' && (c < 0x21 || ends(c, personName))) {
                    g1 = initialG1;
                }
                continue;
            }
            if (!g1.has(c)) {
                g1 = extensions.stream()
                        .filter(set -> !set.inG0() && set.has(c))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(
                                "a character U+%04X is not in %s".formatted((int) c, term)));
                g1.writeEscape(out);
            }
            g1.write(c, out);
        }
        return out.toByteArray();
    }
}
