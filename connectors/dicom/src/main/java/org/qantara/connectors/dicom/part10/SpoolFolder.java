package org.qantara.connectors.dicom.part10;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The layout of a spool on disk. All names are our own:
 *
 * <pre>
 * lock                     held while the process runs
 * key                      32 random bytes; names are HMAC-SHA256(key, SOP Instance UID), so no UID shows
 * receiving/               what has not been received to its end; emptied at start
 * pending/4f…-0.dcm        Part 10 files: durable, not yet accepted
 * objects/4f/4f…-0.dcm     Part 10 files: accepted
 * confirmed/4f…-0          marks: an archive has it too
 * declined/4f…-0           marks: the archive does not want it; emptied at start
 * refused/4f…-0.dcm        what was refused after it was stored
 * </pre>
 */
final class SpoolFolder implements AutoCloseable {
    private static final int KEY_BYTES = 32;
    private static final int NAME_BYTES = 16;
    private static final int SHARDS = 256;
    private static final String ENDING = ".dcm";

    private final Path root;
    private final FileChannel lockChannel;
    private final SecretKeySpec key;

    SpoolFolder(Path root) throws IOException {
        this.root = root.toAbsolutePath().normalize();
        for (String name : new String[] {"receiving", "objects", "pending", "confirmed", "declined", "refused"}) {
            Files.createDirectories(this.root.resolve(name));
        }
        lockChannel = lock(this.root.resolve("lock"));
        try {
            for (int shard = 0; shard < SHARDS; shard++) {
                Files.createDirectories(objects("%02x".formatted(shard)));
            }
            force(this.root.resolve("objects"));
            key = key(this.root.resolve("key"));
            force(this.root);
        } catch (IOException e) {
            lockChannel.close();
            throw e;
        }
    }

    private static FileChannel lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        @Nullable FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null; // held by this very process
        }
        if (lock == null) {
            channel.close();
            throw new IOException(
                    "the spool " + file.getParent()
                            + " is in use: another process, or another route of this one, has it open. Give each its own folder");
        }
        return channel;
    }

    private static SecretKeySpec key(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] random = new byte[KEY_BYTES];
            new SecureRandom().nextBytes(random);
            Path fresh = file.resolveSibling("key.new");
            Files.write(fresh, random);
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        }
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length != KEY_BYTES) {
            throw new IOException(file + " has " + bytes.length + " bytes, expected " + KEY_BYTES
                    + ": restore it from the backup, the names of all objects depend on it");
        }
        return new SecretKeySpec(bytes, "HmacSHA256");
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** The name under which versions of an instance are kept. */
    String name(String sopInstanceUid) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            byte[] digest = mac.doFinal(sopInstanceUid.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest, 0, NAME_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    Path root() {
        return root;
    }

    Path receiving() {
        return root.resolve("receiving");
    }

    Path objects(String shard) {
        return root.resolve("objects").resolve(shard);
    }

    Path object(String id) {
        return objects(id.substring(0, 2)).resolve(id + ENDING);
    }

    Path pending() {
        return root.resolve("pending");
    }

    Path pending(String id) {
        return pending().resolve(id + ENDING);
    }

    /** The id of a file in {@link #pending()}; empty when the file is none of ours. */
    static Optional<String> id(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(ENDING)
                ? Optional.of(name.substring(0, name.length() - ENDING.length()))
                : Optional.empty();
    }

    Path confirmed() {
        return root.resolve("confirmed");
    }

    Path declined() {
        return root.resolve("declined");
    }

    Path refused() {
        return root.resolve("refused");
    }

    /** Bytes of all files below a folder. */
    static long bytes(Path directory) throws IOException {
        long sum = 0;
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                sum += Files.isRegularFile(file) ? Files.size(file) : 0;
            }
        }
        return sum;
    }

    @Override
    public void close() throws IOException {
        lockChannel.close();
    }
}
