package org.qantara.connectors.dicom.part10;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Received instances on disk, each as a Part 10 file. Thread-safe.
 *
 * <p>An object goes through: receiving → {@link Receipt.Pending} (file and name are durable, in the folder of what nobody has
 * accepted) → {@link #accept accepted} (moved among the objects). Callers hold {@link #lock} of the instance from
 * {@link Incoming#keep()} to acceptance, so that an instance that two associations send at once is handed on once.
 *
 * <p>After a crash: what was still being received is deleted, its sender had no answer; what is pending is checked
 * against its seal, deleted when it was cut short (again: no answer was given), else it is in {@link #pending()} and must
 * be handed on again, maybe for the second time.
 */
public final class Spool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
    private static final int VERSIONS_MAX = 100;
    /** Ids come back from outside; nothing else may become a path. */
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}-[0-9]{1,3}");

    private final SpoolSettings settings;
    private final SpoolFolder folder;
    private final ArchiveMarks archive;
    private final FileStore disk;
    private final GroupCommit commits;
    private final ReentrantLock[] locks = new ReentrantLock[256];
    private final AtomicLong usedBytes = new AtomicLong();
    private final AtomicLong receivingNumber = new AtomicLong();

    private Spool(SpoolSettings settings) throws IOException {
        this.settings = settings;
        this.folder = new SpoolFolder(settings.directory());
        this.archive = new ArchiveMarks(folder);
        Arrays.setAll(locks, i -> new ReentrantLock());
        try {
            this.disk = Files.getFileStore(folder.root());
            this.commits = new GroupCommit(folder.pending());
            repair();
        } catch (IOException e) {
            folder.close();
            throw e;
        }
    }

    private void repair() throws IOException {
        for (Path unfinished : list(folder.receiving())) {
            Files.delete(unfinished);
        }
        for (Path file : list(folder.pending())) {
            if (!SealCheck.holds(file)) {
                LOG.warn("spool file {} was cut short by a crash and is deleted; its sender had no answer", file);
                Files.delete(file);
            }
        }
        long bytes = 0;
        for (Path part : List.of(folder.root().resolve("objects"), folder.pending(), folder.refused())) {
            bytes += SpoolFolder.bytes(part);
        }
        usedBytes.set(bytes);
    }

    /**
     * Opens a spool and puts right what a crash left.
     *
     * @throws IOException when the folder cannot be used, or another process uses it
     */
    public static Spool open(SpoolSettings settings) throws IOException {
        return new Spool(settings);
    }

    /**
     * Begins to receive one instance.
     *
     * @throws SpoolFullException when the quota or the disk is used up
     */
    public Incoming receive(String sopClassUid, String sopInstanceUid, String transferSyntaxUid, Provenance provenance)
            throws IOException {
        long free = disk.getUsableSpace();
        if (free < settings.freeBytesMin()) {
            throw new SpoolFullException("the disk has " + free + " bytes free, " + settings.freeBytesMin()
                    + " must stay: free some, or lower freeBytesMin");
        }
        reserve(0);
        Path file = folder.receiving().resolve(receivingNumber.incrementAndGet() + ".part");
        return new Incoming(this, file, sopClassUid, sopInstanceUid, transferSyntaxUid, provenance);
    }

    /** Counts bytes that are about to be written. */
    void reserve(long bytes) throws SpoolFullException {
        long used = usedBytes.addAndGet(bytes);
        if (used >= settings.quotaBytes()) {
            usedBytes.addAndGet(-bytes);
            throw new SpoolFullException("the spool's quota of " + settings.quotaBytes()
                    + " bytes is used up: raise quotaBytes, or let the archive confirm what it has");
        }
    }

    void unreserve(long bytes) {
        usedBytes.addAndGet(-bytes);
    }

    /** The lock of an instance; not fair, shared by instances whose names begin alike. */
    public ReentrantLock lock(String sopInstanceUid) {
        return locks[Integer.parseInt(folder.name(sopInstanceUid).substring(0, 2), 16)];
    }

    /** Names a sealed file and makes everything durable. The caller holds the instance's lock. */
    Receipt keep(FileChannel channel, Path file, FileMeta meta, Seal seal) throws IOException {
        String name = folder.name(meta.sopInstanceUid());
        int version = 0;
        for (; has(name + "-" + version); version++) {
            StoredObject earlier = object(name + "-" + version);
            if (Arrays.equals(earlier.seal().digest(), seal.digest())) {
                Files.delete(file);
                unreserve(channel.size());
                return isPending(earlier.id()) ? new Receipt.Pending(earlier) : new Receipt.Known(earlier);
            }
        }
        if (version > 0) {
            LOG.warn("spool object {} came again with other bytes: {}", name, settings.changed());
        }
        if (version > 0 && settings.changed() != SpoolSettings.Changed.REPLACE || version >= VERSIONS_MAX) {
            Files.delete(file);
            unreserve(channel.size());
            return settings.changed() == SpoolSettings.Changed.KEEP
                    ? new Receipt.Kept(object(name + "-0"))
                    : new Receipt.Conflict();
        }
        String id = name + "-" + version;
        Path target = folder.pending(id);
        // Renamed before the force, so that one commit of the journal covers data and name. Should the machine stop in
        // between, the seal tells whether the data is there.
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        try {
            commits.commit(channel);
        } catch (IOException e) {
            Files.deleteIfExists(target);
            unreserve(channel.size());
            throw e;
        }
        return new Receipt.Pending(new StoredObject(id, target, meta));
    }

    /** A stored object by its id, accepted or not. */
    public StoredObject object(String id) throws IOException {
        try {
            return object(id, folder.pending(id));
        } catch (NoSuchFileException accepted) {
            return object(id, folder.object(id));
        }
    }

    private static StoredObject object(String id, Path path) throws IOException {
        return new StoredObject(id, path, DicomFile.meta(path));
    }

    /** The newest accepted version of an instance; empty when there is none. */
    public Optional<StoredObject> newest(String sopInstanceUid) throws IOException {
        String name = folder.name(sopInstanceUid);
        Optional<StoredObject> newest = Optional.empty();
        for (int version = 0; version < VERSIONS_MAX && has(name + "-" + version); version++) {
            if (!isPending(name + "-" + version)) {
                newest = Optional.of(object(name + "-" + version));
            }
        }
        return newest;
    }

    /** True when the spool holds an object with this id; false also for text that is no id of ours. */
    public boolean has(String id) {
        // in the order in which an object moves, so that it is not missed on its way
        return ID.matcher(id).matches() && (isPending(id) || Files.exists(folder.object(id)));
    }

    boolean isPending(String id) {
        return Files.exists(folder.pending(id));
    }

    /** What is durable and not accepted, oldest first. */
    public List<StoredObject> pending() throws IOException {
        List<StoredObject> objects = new ArrayList<>();
        for (Path file : list(folder.pending())) {
            Optional<String> id = SpoolFolder.id(file);
            try {
                if (id.isPresent()) {
                    objects.add(object(id.get(), file));
                }
            } catch (NoSuchFileException e) {
                LOG.debug("spool object {} was accepted or refused meanwhile", id.get());
            }
        }
        objects.sort((a, b) -> a.seal()
                .provenance()
                .receivedAt()
                .compareTo(b.seal().provenance().receivedAt()));
        return objects;
    }

    /** True while the object waits to be accepted. */
    public boolean isPending(StoredObject object) {
        return isPending(object.id());
    }

    /** Notes that whoever the object is for has it durably: from here on {@link #object} finds it under another path. */
    public void accept(StoredObject object) throws IOException {
        // Not forced: lost in a crash of the machine, the object is handed on a second time, which is allowed.
        Files.move(folder.pending(object.id()), folder.object(object.id()), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Sets aside an object that was refused; kept for the retention. */
    public void refuse(StoredObject object) throws IOException {
        Files.move(
                folder.pending(object.id()),
                folder.refused().resolve(object.id() + ".dcm"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** What the site's archive has of it; the retention begins with its confirmation. */
    public ArchiveMarks archive() {
        return archive;
    }

    /**
     * Deletes what an archive confirmed, or what was refused, longer than the retention ago. Nothing else, ever.
     *
     * @return how many files were deleted
     */
    public int prune(Instant now) throws IOException {
        Instant limit = now.minus(settings.retention());
        int deleted = 0;
        for (Path mark : list(folder.confirmed())) {
            String id = mark.getFileName().toString();
            if (olderThan(mark, limit) && !isPending(id)) {
                deleted += delete(folder.object(id));
                Files.delete(mark);
            }
        }
        for (Path refused : list(folder.refused())) {
            if (olderThan(refused, limit)) {
                deleted += delete(refused);
            }
        }
        return deleted;
    }

    private static boolean olderThan(Path file, Instant limit) throws IOException {
        return Files.getLastModifiedTime(file).toInstant().isBefore(limit);
    }

    private int delete(Path file) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        unreserve(Files.size(file));
        Files.delete(file);
        return 1;
    }

    /** Bytes that objects take at present, those being received included. */
    public long usedBytes() {
        return usedBytes.get();
    }

    private static List<Path> list(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(files::add);
        }
        return files;
    }

    @Override
    public void close() throws IOException {
        commits.close();
        folder.close();
    }
}
