package org.qantara.mapping.schema;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The types of one source format. */
public interface SourceSchema {
    /** Prefix in maps: {@code hl7v2} (may be left out), {@code astm}, {@code hprim}, {@code dicom}, {@code csv}. */
    String name();

    /** A record or data type, or null when the format has none of that name. */
    @Nullable
    SourceType type(String name);

    /** A message structure, or null. */
    @Nullable
    GroupType structure(String name);

    /** Names of the records, for suggestions. */
    Collection<String> typeNames();
}
