package org.qantara.app.web;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.qantara.app.node.DataBackup;
import org.qantara.app.node.Node;
import org.qantara.app.settings.Settings;
import org.qantara.engine.broker.BrokerUnavailable;
import org.qantara.engine.ledger.LedgerRejected;
import org.qantara.engine.ledger.LedgerUnavailable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /api/backup}: copies everything this process holds into a folder of its machine. Needs phi.read: it is patient data. */
@RestController
class BackupApi {
    private final Node node;
    private final Settings settings;

    BackupApi(Node node, Settings settings) {
        this.node = node;
        this.settings = settings;
    }

    /** @param folder absolute path, new or empty */
    record Order(@Nullable String folder) {}

    @PostMapping("/api/backup")
    DataBackup.Report backup(Authentication who, @RequestBody Order order)
            throws BrokerUnavailable, LedgerUnavailable, LedgerRejected {
        Caller.of(who).requirePatients("a backup");
        try {
            return DataBackup.to(
                    Path.of(order.folder() == null ? "" : order.folder()),
                    settings,
                    Engines.node(node),
                    node.dpp() != null);
        } catch (IOException e) {
            throw new ApiFailure(HttpStatus.INTERNAL_SERVER_ERROR, "the backup is not whole: " + e.getMessage());
        }
    }
}
