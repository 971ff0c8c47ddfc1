package org.qantara.dpp.store;

import ca.uhn.fhir.jpa.migrate.DriverTypeEnum;
import ca.uhn.fhir.jpa.migrate.HapiMigrationStorageSvc;
import ca.uhn.fhir.jpa.migrate.HapiMigrator;
import ca.uhn.fhir.jpa.migrate.MigrationResult;
import ca.uhn.fhir.jpa.migrate.MigrationTaskList;
import ca.uhn.fhir.jpa.migrate.SchemaMigrator;
import ca.uhn.fhir.jpa.migrate.dao.HapiMigrationDao;
import ca.uhn.fhir.jpa.migrate.tasks.HapiFhirJpaMigrationTasks;
import ca.uhn.fhir.util.VersionEnum;
import java.util.Set;
import javax.sql.DataSource;
import org.qantara.dpp.DppSettings;
import org.qantara.dpp.registry.store.RegistrySchema;
import org.qantara.dpp.subscription.HookQueue;

/**
 * The schema, by HAPI's migrator and never by Hibernate, always in database partition mode: the partition is part of every primary key, which
 * cannot be added to a large database later.
 */
public final class DppSchema {

    private DppSchema() {}

    /**
     * Brings the database to the schema of this version; does nothing when it is there already.
     *
     * @return what was done, as a number of statements
     */
    public static int migrate(DppSettings settings, DataSource dataSource) {
        DriverTypeEnum driver = settings.postgresql() ? DriverTypeEnum.POSTGRES_9_4 : DriverTypeEnum.H2_EMBEDDED;
        MigrationTaskList tasks = new HapiFhirJpaMigrationTasks(
                        Set.of(HapiFhirJpaMigrationTasks.FlagEnum.DB_PARTITION_MODE.getCommandLineValue()))
                .getAllTasks(VersionEnum.values());
        HapiMigrationStorageSvc storage = new HapiMigrationStorageSvc(
                new HapiMigrationDao(dataSource, driver, SchemaMigrator.HAPI_FHIR_MIGRATION_TABLENAME));
        try (MigrationGuard guard = MigrationGuard.acquire(settings, dataSource)) {
            storage.createMigrationTableIfRequired();
            guard.clearWhatAKilledMigrationLeft();
            storage.createMigrationTableIfRequired();
            FacilityPartitions.createTable(dataSource);
            RegistrySchema.createTables(dataSource);
            HookQueue.createTable(dataSource);
            int executed = 0;
            if (storage.diff(tasks).size() > 0) {
                HapiMigrator migrator =
                        new HapiMigrator(SchemaMigrator.HAPI_FHIR_MIGRATION_TABLENAME, dataSource, driver);
                migrator.addTasks(tasks);
                MigrationResult result = migrator.migrate();
                executed = result.executedStatements.size();
            }
            return executed + (settings.postgresql() ? LeanIndexes.apply(dataSource) : 0);
        }
    }
}
