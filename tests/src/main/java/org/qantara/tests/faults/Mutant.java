package org.qantara.tests.faults;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.qantara.tests.Home;

/**
 * Deliberate mistakes in the engine, each a few words in its source, compiled aside and put before the program's own classes. The suite has
 * to find every one of them: a suite that would not is no proof. The words that are changed must stand in the source exactly once, so that a
 * mutant cannot quietly become the engine itself.
 */
public enum Mutant {
    ACK_BEFORE_COMMIT(
            "acknowledges before the broker has it",
            List.of(FaultKind.POWER_CUT, FaultKind.KILL_ENGINE, FaultKind.POWER_CUT, FaultKind.POWER_CUT),
            new Change(
                    "inbox/Sender.java",
                    "            out.send(SimpleString.of(address), wire, new Confirmation(confirmed));",
                    "            confirmed.complete(null);\n"
                            + "            java.util.concurrent.CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS).execute(() -> {\n"
                            + "                try { out.send(SimpleString.of(address), wire, new Confirmation(confirmed)); }\n"
                            + "                catch (ActiveMQException gone) { throw new IllegalStateException(gone); }\n"
                            + "            });")),
    LEDGER_NOT_FORCED(
            "H2 without WRITE_DELAY=0, and never forced to disk",
            List.of(FaultKind.POWER_CUT, FaultKind.KILL_ENGINE, FaultKind.POWER_CUT),
            new Change(
                    "EngineSettings.java",
                    "folder.resolve(\"ledger\") + \";WRITE_DELAY=0\"",
                    "folder.resolve(\"ledger\")"),
            new Change(
                    "ledger/LedgerSettings.java", "isH2File(url) && !url.contains(\"WRITE_DELAY=0\")", "url.isEmpty()"),
            new Change("ledger/H2File.java", "statement.execute(\"CHECKPOINT SYNC\");", "statement.close();")),
    REDELIVERED_LATER(
            "a message that has to wait goes back to the broker, which brings it again later",
            List.of(FaultKind.DPP_409, FaultKind.CUT_DPP, FaultKind.DPP_500),
            new Change("broker/EmbeddedBroker.java", ".setRedeliveryDelay(0)", ".setRedeliveryDelay(3_000)"),
            new Change(
                    "lane/BrokerLaneQueue.java",
                    "session.close();",
                    "session.rollback(true);\n                session.close();"),
            new Change(
                    "lane/Lane.java",
                    "                    return park;",
                    "                    queue.close();\n                    return park;")),
    RETRY_SKIPS(
            "a message that has to wait is passed over",
            List.of(FaultKind.CUT_DPP, FaultKind.DPP_500),
            new Change(
                    "lane/Lane.java",
                    "                    return park;",
                    "                    queue.forgetHead();\n                    return park;")),
    REPLAY_IS_NEWEST(
            "a replay gets a number of its own and wins over what is newer",
            List.of(FaultKind.REPLAYED),
            new Change(
                    "replay/Messages.java",
                    "inbox.again(message.get().as(Kind.REPLAY, destination));",
                    "inbox.again(message.get()\n"
                            + "                .numbered(intake + 1_000_000_000L, System.currentTimeMillis(), message.get().received().body())\n"
                            + "                .as(Kind.REPLAY, destination));"));

    private static final String SOURCES = "src/engine/src/main/java/org/qantara/engine";

    /** What is done to one file. */
    private record Change(String file, String words, String instead) {}

    private final String says;
    private final List<FaultKind> caughtBy;
    private final List<Change> changes;

    Mutant(String says, List<FaultKind> caughtBy, Change... changes) {
        this.says = says;
        this.caughtBy = List.copyOf(caughtBy);
        this.changes = List.of(changes);
    }

    /** What is wrong with it. */
    public String says() {
        return says;
    }

    /** The faults that bring it to light. */
    public List<FaultKind> caughtBy() {
        return caughtBy;
    }

    /**
     * Compiles it.
     *
     * @param folder for sources and classes
     * @return the classes
     * @throws IllegalStateException when the engine's source no longer has the words, or the mutant does not compile
     */
    public Path compile(Path folder) throws IOException {
        Path sources = Files.createDirectories(folder.resolve("mutant-" + name().toLowerCase(Locale.ROOT)));
        Path classes = Files.createDirectories(sources.resolve("classes"));
        List<Path> files = new ArrayList<>();
        for (Change change : changes) files.add(write(change, sources));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) throw new IllegalStateException("a JDK is needed to compile a mutant, this is a JRE");
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            StringWriter said = new StringWriter();
            List<String> options = List.of(
                    "-proc:none", "-nowarn", "-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
            boolean done = compiler.getTask(
                            said, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
                    .call();
            if (!done) throw new IllegalStateException("mutant " + name() + " does not compile:\n" + said);
        }
        return classes;
    }

    private Path write(Change change, Path folder) throws IOException {
        String source = Files.readString(Home.folder().resolve(SOURCES).resolve(change.file));
        int first = source.indexOf(change.words);
        if (first < 0 || source.indexOf(change.words, first + 1) >= 0)
            throw new IllegalStateException("mutant " + name() + ": '" + change.words.strip()
                    + "' does not stand exactly once in " + change.file);
        Path target = folder.resolve(change.file);
        Files.createDirectories(target.getParent());
        return Files.writeString(target, source.replace(change.words, change.instead));
    }
}
