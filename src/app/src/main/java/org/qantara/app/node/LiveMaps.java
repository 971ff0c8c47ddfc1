package org.qantara.app.node;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.qantara.mapping.Mappings;

/** placeholder */
public final class LiveMaps implements Supplier<Mappings>, AutoCloseable {
    static LiveMaps start(Path folder) {
        throw new IllegalStateException(folder.toString());
    }

    @Override
    public Mappings get() {
        throw new IllegalStateException();
    }

    @Override
    public void close() {}
}
