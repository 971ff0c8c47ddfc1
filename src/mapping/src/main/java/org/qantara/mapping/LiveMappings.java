package org.qantara.mapping;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.qantara.mapping.compile.Compiler;
import org.qantara.mapping.syntax.FolderReader;

/**
 * Maps that follow their folder: a changed folder is compiled beside the running maps and swapped in as a whole.
 *
 * <p>A broken change is reported and changes nothing. A message is mapped by one version from beginning to end. Safe for several
 * threads; {@link #refresh} runs in the thread that calls it, one at a time.
 */
public final class LiveMappings implements Mappings {
    private final Path folder;
    private final Consumer<List<Diagnostic>> broken;
    private volatile Mappings running;
    private String seen;

    private LiveMappings(Path folder, Mappings first, Consumer<List<Diagnostic>> broken) {
        this.folder = folder;
        this.broken = broken;
        this.running = first;
        this.seen = first.version();
    }

    /** What {@link #open} and {@link #refresh} gave. */
    public enum Change {
        /** The folder is as before, or as broken as before. */
        NONE,
        /** New maps run. */
        SWAPPED,
        /** The folder changed and is broken; the old maps run on. */
        BROKEN
    }

    /**
     * Compiles a folder for the first time.
     *
     * @param broken told the diagnostics of every change that does not compile
     * @throws IOException when the folder cannot be read
     * @throws IllegalStateException when the maps are broken: there is nothing to run; the message lists the errors
     */
    public static LiveMappings open(Path folder, Consumer<List<Diagnostic>> broken) throws IOException {
        Compilation first = Compiler.compile(folder);
        if (first instanceof Compilation.Compiled compiled) {
            return new LiveMappings(folder, compiled.mappings(), broken);
        }
        List<String> lines = first.diagnostics().stream()
                .filter(d -> d.severity() == Diagnostic.Severity.ERROR)
                .map(Diagnostic::toString)
                .toList();
        throw new IllegalStateException("the maps in " + folder + " are broken:\n" + String.join("\n", lines));
    }

    /** Looks at the folder and swaps when it changed and compiles; call it from a timer or after an edit. */
    public synchronized Change refresh() throws IOException {
        var texts = FolderReader.texts(folder);
        String now = Compiler.version(texts);
        if (now.equals(seen)) {
            return Change.NONE;
        }
        seen = now;
        Compilation next = Compiler.compile(texts);
        if (next instanceof Compilation.Compiled compiled) {
            running = compiled.mappings();
            return Change.SWAPPED;
        }
        broken.accept(next.diagnostics());
        return Change.BROKEN;
    }

    /** The maps that run now: take them once for a message and its version. */
    public Mappings current() {
        return running;
    }

    @Override
    public MapOutcome map(SourceMessage message) {
        return current().map(message);
    }

    @Override
    public Explanation explain(SourceMessage message) {
        return current().explain(message);
    }

    @Override
    public Mappings withProvenance() {
        return current().withProvenance();
    }

    @Override
    public Set<String> guideRows() {
        return current().guideRows();
    }

    @Override
    public String version() {
        return current().version();
    }
}
