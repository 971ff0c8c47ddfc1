package org.qantara.connectors.dicom.dataset;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a route knows of its senders' character sets.
 *
 * @param override holds instead of what the data set declares, for a sender that declares the wrong one; null trusts it
 * @param assumed holds where nothing is declared and bytes above 7FH come anyway
 */
public record CharacterSets(@Nullable SpecificCharacterSet override, SpecificCharacterSet assumed) {
    public static final CharacterSets TRUSTING = new CharacterSets(null, SpecificCharacterSet.LATIN_1);

    SpecificCharacterSet declared(byte[] value) {
        SpecificCharacterSet wins = override;
        if (wins != null) {
            return wins;
        }
        List<String> terms = List.of(new String(value, StandardCharsets.ISO_8859_1).split("\\\\", -1));
        return terms.stream().allMatch(String::isBlank) ? undeclared() : SpecificCharacterSet.of(terms);
    }

    SpecificCharacterSet undeclared() {
        SpecificCharacterSet wins = override;
        return wins != null ? wins : assumed;
    }
}
