package org.qantara.connectors.dicom.camel;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.qantara.connectors.dicom.dimse.Destination;
import org.qantara.connectors.dicom.part10.Spool;
import org.qantara.connectors.dicom.part10.StoredObject;

/**
 * {@code dicom:AET@host:port?options}. As consumer the address is ours: the AE title we answer to and where we listen. As
 * producer it is the peer's.
 */
@Component("dicom")
public final class DicomComponent extends DefaultComponent {
    private final Set<Spool> spools = ConcurrentHashMap.newKeySet();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        DicomConfiguration options = new DicomConfiguration();
        setProperties(options, parameters);
        DicomEndpoint endpoint = new DicomEndpoint(uri, this, Destination.parse(remaining), options);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    void opened(Spool spool) {
        spools.add(spool);
    }

    void closed(Spool spool) {
        spools.remove(spool);
    }

    /** A stored object of any consumer that runs in this context, by its id; empty when no spool has it. Thread-safe. */
    public Optional<StoredObject> object(String id) throws IOException {
        for (Spool spool : spools) {
            if (spool.has(id)) {
                return Optional.of(spool.object(id));
            }
        }
        return Optional.empty();
    }

    /** The newest stored object of an instance, of any consumer that runs in this context. Thread-safe. */
    public Optional<StoredObject> instance(String sopInstanceUid) throws IOException {
        for (Spool spool : spools) {
            Optional<StoredObject> found = spool.newest(sopInstanceUid);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Notes in its spool that an archive has the object. */
    void confirm(String id) throws IOException {
        for (Spool spool : spools) {
            if (spool.has(id)) {
                spool.archive().confirm(id);
            }
        }
    }
}
