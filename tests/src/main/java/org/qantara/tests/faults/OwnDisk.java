package org.qantara.tests.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;

/**
 * An ext4 file system of {@value #MEGABYTES} MB of its own, in a file, mounted over one folder: it can be full, read-only or lose its power
 * without disturbing the machine. Mounting needs the rights of root. Not thread-safe.
 *
 * <p>A power cut is what the block device holds at that moment and nothing else: while every process that writes stands still, the file
 * behind the mount is copied. What was written and not forced lies in the page cache above and is not in the copy. The copy is mounted in
 * its place, and ext4 replays its journal as it does after a real cut. The kernel writes dirty pages by itself after {@value #COMMIT_EVERY_S}
 * seconds at the earliest here, so that a cut takes what a slow kernel would; a file that is written and not forced just before has to be gone
 * afterwards, or the cut would prove nothing. Not shown: a disk that lies about its own cache.
 */
final class OwnDisk implements AutoCloseable {
    private static final int MEGABYTES = 2_048;
    private static final int COMMIT_EVERY_S = 300;
    private static final int CANARY_BYTES = 100_000;
    private static final long WAIT_S = 60;

    private final Path folder;
    private final Path image;
    private final Path ballast;

    private OwnDisk(Path folder, Path image) {
        this.folder = folder;
        this.image = image;
        this.ballast = folder.resolve("ballast");
    }

    /** Whether this process may mount. */
    static boolean isPossible() throws IOException, InterruptedException {
        Path probe = Files.createTempDirectory("mount-probe");
        try (OwnDisk disk = mount(probe.resolve("disk"), probe.resolve("image"))) {
            return Files.isDirectory(disk.folder);
        } catch (IOException notAllowed) {
            return false;
        } finally {
            Files.deleteIfExists(probe.resolve("image"));
            Files.deleteIfExists(probe.resolve("disk"));
            Files.delete(probe);
        }
    }

    /** Makes the file system in a new file and mounts it. */
    static OwnDisk mount(Path folder, Path image) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        run("truncate", "-s", MEGABYTES + "M", image.toString());
        run("mkfs.ext4", "-q", "-F", "-m", "0", image.toString());
        OwnDisk disk = new OwnDisk(folder, image);
        disk.mount();
        return disk;
    }

    private void mount() throws IOException, InterruptedException {
        run("mount", "-o", "loop,commit=" + COMMIT_EVERY_S, image.toString(), folder.toString());
    }

    /** Not a byte is left. */
    void fill() throws IOException {
        byte[] block = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (true) out.write(block);
        } catch (IOException full) {
            if (Files.getFileStore(folder).getUsableSpace() > block.length) throw full;
        }
    }

    /** Room again, for good: a power cut later must not bring the ballast back. */
    void free() throws IOException, InterruptedException {
        Files.delete(ballast);
        run("sync", "-f", folder.toString());
    }

    /** What the kernel does to a file system whose disk fails: no write goes through any more, open files or not. */
    void readOnly() throws IOException, InterruptedException {
        run("mount", "-o", "remount,abort", folder.toString());
    }

    /** Mounted anew, as after the operator saw to it. Nobody may have a file open. */
    void again() throws IOException, InterruptedException {
        run("umount", folder.toString());
        mount();
    }

    /** One step of a power cut. */
    interface Step {
        void run() throws IOException, InterruptedException;
    }

    /**
     * A power cut.
     *
     * @param freeze lets every process that writes here stand still
     * @param kill ends these processes
     * @throws IllegalStateException when what was never forced is there afterwards all the same
     */
    void cutPower(Step freeze, Step kill) throws IOException, InterruptedException {
        Path canary = folder.resolve("canary");
        Files.deleteIfExists(canary);
        Files.write(canary, new byte[CANARY_BYTES]);
        freeze.run();
        Path after = image.resolveSibling(image.getFileName() + ".after");
        run("cp", "--sparse=always", image.toString(), after.toString());
        kill.run();
        run("umount", folder.toString());
        Files.move(after, image, StandardCopyOption.REPLACE_EXISTING);
        mount();
        if (Files.exists(canary) && Files.size(canary) == CANARY_BYTES)
            throw new IllegalStateException(
                    "the power cut took nothing: a file that was never forced is there, so what was acknowledged proves nothing");
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
        if (!process.waitFor(WAIT_S, TimeUnit.SECONDS) || process.exitValue() != 0)
            throw new IOException(String.join(" ", command) + ": " + said.strip());
    }

    @Override
    public void close() throws IOException, InterruptedException {
        run("umount", "-l", folder.toString());
    }
}
