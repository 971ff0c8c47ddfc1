package org.qantara.mapping;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.qantara.mapping.compile.Compiler;

/** Compiled maps. Immutable and safe for use by several threads. */
public interface Mappings {

    /**
     * Compiles all {@code *.yaml} files of a folder.
     *
     * @return the maps, or everything that is wrong with them
     * @throws IOException when the folder cannot be read
     */
    static Compilation compile(Path folder) throws IOException {
        return Compiler.compile(folder);
    }

    /** Maps one message; the same message and the same maps give the same bytes. */
    MapOutcome map(SourceMessage message);

    /** Maps one message and says where every value comes from; several times slower. */
    Explanation explain(SourceMessage message);

    /** Whether a table has a row for a code where the messages of a facility are mapped; an unknown table has none. */
    default boolean translates(String facility, String table, String code) {
        return false;
    }

    /** The same maps, which also make the Provenance and MessageHeader that message maps list under {@code provenance:}. */
    default Mappings withProvenance() {
        return this;
    }

    /** Rows of HL7's V2-to-FHIR guide that rules, lines and tables name: {@code PID[Patient]#13}. */
    default Set<String> guideRows() {
        return Set.of();
    }

    /** SHA-256 over the names and contents of the maps, in hexadecimal: what is stored with each message. */
    String version();
}
