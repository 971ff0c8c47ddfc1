package org.qantara.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Files and folders of a command line as one list: a folder's files in the order of their names. */
final class InputFiles {
    private InputFiles() {}

    /** @throws CommandFailure naming what does not exist, or when there is nothing at all */
    static List<Path> of(List<Path> paths) throws IOException {
        var files = new ArrayList<Path>();
        for (Path path : paths) {
            if (!Files.exists(path)) throw new CommandFailure(ExitCode.USAGE, path + ": no such file or folder");
            try (Stream<Path> found = Files.walk(path)) {
                found.filter(Files::isRegularFile).sorted().forEach(files::add);
            }
        }
        if (files.isEmpty()) throw new CommandFailure(ExitCode.USAGE, "no files in " + paths);
        return files;
    }
}
