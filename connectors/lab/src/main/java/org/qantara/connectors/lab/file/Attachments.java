package org.qantara.connectors.lab.file;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The documents of HPRIM messages: a result of type FIC (HPRIM Santé 10.3) names a file, {@code NAME~PDF}, which lies beside the message. Its bytes
 * become the third part of the value in Base64, so that message and document are stored, acknowledged and replayed as one (ADR 65).
 *
 * <p>Only a plain name is looked for, only in the message's own folder, no links are followed, and all documents of a file together
 * stay below a limit; what is not found leaves the message as it was. For one file; not thread-safe.
 */
final class Attachments {
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_ .()-]{0,120}");
    private static final Pattern LINE = Pattern.compile("(?<=[\\r\\n])");

    private final Path folder;
    private final Set<Path> taken = new LinkedHashSet<>();
    private long bytesLeft;

    /** @param bytesMax of all documents together */
    Attachments(Path folder, long bytesMax) {
        this.folder = folder;
        this.bytesLeft = bytesMax;
    }

    /** The message with the documents that it names and that are there; the very same array when there are none. */
    byte[] fill(byte[] message, String charset) throws IOException {
        Charset text = charset.startsWith("UTF-16") ? Charset.forName(charset) : StandardCharsets.ISO_8859_1;
        String all = new String(message, text);
        int header = all.indexOf('H');
        if (header < 0 || header + 2 >= all.length()) return message;
        String field = all.substring(header + 1, header + 2);
        String part = all.substring(header + 2, header + 3);
        List<String> lines = new ArrayList<>();
        boolean any = false;
        for (String line : LINE.split(all)) {
            String filled = filled(line, field, part, text);
            any |= !filled.equals(line);
            lines.add(filled);
        }
        return any ? String.join("", lines).getBytes(text) : message;
    }

    private String filled(String line, String field, String part, Charset text) throws IOException {
        String[] fields = line.split(Pattern.quote(field), -1);
        if (fields.length < 6 || !fields[0].equals("OBX") || !fields[2].equals("FIC")) return line;
        String end = fields.length == 6 ? fields[5].replaceFirst("^[^\\r\\n]*", "") : "";
        String[] value = fields[5].replaceFirst("[\\r\\n]+$", "").split(Pattern.quote(part), -1);
        if (value.length > 2 && !value[2].isBlank()) return line;
        byte[] document = read(value[0], text);
        if (document == null) return line;
        String kind = value.length > 1 && !value[1].isBlank()
                ? value[1]
                : value[0].substring(value[0].lastIndexOf('.') + 1).toUpperCase(Locale.ROOT);
        fields[5] = value[0] + part + kind + part + Base64.getEncoder().encodeToString(document) + end;
        return String.join(field, fields);
    }

    private byte @org.jspecify.annotations.Nullable [] read(String name, Charset text) throws IOException {
        // a name in the message's own bytes; its letters beyond ASCII are not guessed at
        if (!NAME.matcher(name).matches() || text == StandardCharsets.ISO_8859_1 && !name.matches("\\p{ASCII}*"))
            return null;
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > bytesLeft) return null;
        byte[] bytes = Files.readAllBytes(file);
        bytesLeft -= bytes.length;
        taken.add(file);
        return bytes;
    }

    /** Puts the documents where the message went; those that a later message of the folder needs too are there no more. */
    void move(String to) throws IOException {
        Path target = folder.resolve(to);
        for (Path file : taken) {
            Files.createDirectories(target);
            Files.move(file, target.resolve(System.currentTimeMillis() + "-" + file.getFileName()));
        }
    }
}
