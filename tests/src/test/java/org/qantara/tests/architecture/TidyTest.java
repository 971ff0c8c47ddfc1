package org.qantara.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.qantara.tests.Home;

/** How sources look, as a ratchet: limits may come down, never up. */
class TidyTest {
    private static final int LINES_MAX = 400;
    private static final List<String> ROOMS = List.of("src", "connectors", "tests");

    private static List<Path> sources(String ending) throws IOException {
        var found = new ArrayList<Path>();
        for (String room : ROOMS)
            try (Stream<Path> files = Files.walk(Home.folder().resolve(room))) {
                files.filter(file -> file.toString().endsWith(ending))
                        .filter(file -> !file.toString().contains("/target/"))
                        .forEach(found::add);
            }
        assertThat(found).isNotEmpty();
        return found;
    }

    private static List<String> offenders(Pattern forbidden, boolean mainOnly, String... exceptFolders)
            throws IOException {
        var offenders = new ArrayList<String>();
        for (Path file : sources(".java")) {
            String place = Home.folder().relativize(file).toString();
            if (mainOnly && !place.contains("/src/main/")) continue;
            if (Stream.of(exceptFolders).anyMatch(place::startsWith)) continue;
            if (place.endsWith("TidyTest.java")) continue;
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++)
                if (forbidden.matcher(lines.get(i)).find())
                    offenders.add(place + ":" + (i + 1) + " " + lines.get(i).strip());
        }
        return offenders;
    }

    @Test
    void no_file_is_longer_than_four_hundred_lines() throws IOException {
        var tooLong = new ArrayList<String>();
        for (Path file : sources(".java"))
            try (Stream<String> lines = Files.lines(file)) {
                long count = lines.count();
                if (count > LINES_MAX) tooLong.add(Home.folder().relativize(file) + " has " + count);
            }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void every_package_says_what_it_is_for() throws IOException {
        Set<Path> folders = new TreeSet<>();
        for (Path file : sources(".java"))
            if (file.toString().contains("/src/main/java/")) folders.add(file.getParent());
        assertThat(folders.stream().filter(folder -> !Files.exists(folder.resolve("package-info.java"))))
                .isEmpty();
    }

    @Test
    void only_the_command_line_prints() throws IOException {
        assertThat(offenders(Pattern.compile("System\\.(out|err)\\b|printStackTrace\\("), true, "src/app/", "tests/"))
                .isEmpty();
    }

    @Test
    void nothing_is_left_for_later() throws IOException {
        assertThat(offenders(Pattern.compile("\\b(TODO|FIXME|XXX)\\b|@Disabled|assumeTrue\\(false"), false))
                .isEmpty();
    }

    @Test
    void tests_wait_for_conditions_not_for_time() throws IOException {
        assertThat(offenders(Pattern.compile("Thread\\.sleep\\("), false).stream()
                        .filter(place -> place.contains("Test.java:") || place.contains("IT.java:")))
                .isEmpty();
    }

    @Test
    void the_top_level_is_the_plan() throws IOException {
        Set<String> planned = Set.of(
                "pom.xml",
                "README.md",
                "qantara",
                "routes",
                "connectors",
                "mappings",
                "samples",
                "src",
                "tests",
                "docker",
                "mvnw",
                "mvnw.cmd",
                "LICENSE",
                "SECURITY.md",
                "target",
                "data");
        try (Stream<Path> files = Files.list(Home.folder())) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> !name.startsWith(".")))
                    .isSubsetOf(planned);
        }
    }

    @Test
    void every_top_level_folder_has_its_manual() {
        for (String folder : List.of("routes", "connectors", "mappings", "samples", "src", "tests", "docker"))
            assertThat(Home.folder().resolve(folder).resolve("README.md")).exists();
    }
}
