-- Imaging studies, put together from the instances that came: what of them is said in the record, and what waits to be said.
-- The attributes are DICOM JSON (PS3.18 F), those of the instance with the greatest number.
CREATE TABLE study (
    facility    VARCHAR(64)  NOT NULL,
    study_uid   VARCHAR(64)  NOT NULL,
    patient     VARCHAR(200),
    accession   VARCHAR(200),
    attributes  VARCHAR(100000) NOT NULL,
    intake      BIGINT       NOT NULL,
    PRIMARY KEY (facility, study_uid)
);

CREATE INDEX study_accession ON study (accession, facility);
CREATE INDEX study_uid ON study (study_uid);
CREATE INDEX study_patient ON study (patient);
CREATE INDEX study_intake ON study (intake);

CREATE TABLE study_series (
    facility    VARCHAR(64)  NOT NULL,
    study_uid   VARCHAR(64)  NOT NULL,
    series_uid  VARCHAR(64)  NOT NULL,
    attributes  VARCHAR(100000) NOT NULL,
    intake      BIGINT       NOT NULL,
    PRIMARY KEY (facility, study_uid, series_uid)
);

CREATE TABLE study_instance (
    facility         VARCHAR(64) NOT NULL,
    study_uid        VARCHAR(64) NOT NULL,
    sop_instance_uid VARCHAR(64) NOT NULL,
    series_uid       VARCHAR(64) NOT NULL,
    attributes       VARCHAR(100000) NOT NULL,
    intake           BIGINT      NOT NULL,
    PRIMARY KEY (facility, study_uid, sop_instance_uid)
);

-- Instances that a rejection note took back (IHE IOCM), whether they came before it or after.
CREATE TABLE rejected_instance (
    facility         VARCHAR(64) NOT NULL,
    sop_instance_uid VARCHAR(64) NOT NULL,
    reason           VARCHAR(16) NOT NULL,
    intake           BIGINT      NOT NULL,
    PRIMARY KEY (facility, sop_instance_uid)
);

-- Messages whose instance is noted above and that no version of their study has settled at a destination.
CREATE TABLE study_waiting (
    destination  VARCHAR(64) NOT NULL,
    facility     VARCHAR(64) NOT NULL,
    study_uid    VARCHAR(64) NOT NULL,
    intake       BIGINT      NOT NULL,
    stored_at_ms BIGINT      NOT NULL,
    document     BOOLEAN     NOT NULL,
    noted_at     TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (destination, facility, study_uid, intake)
);

CREATE INDEX study_waiting_noted ON study_waiting (noted_at);

-- What a destination has of a study. resource: ImagingStudy/<id>, null when it did not take it; stale_at: an order or a rejection
-- came since; joined: reports that came before the study were sent again, so that they name it.
CREATE TABLE study_version (
    facility    VARCHAR(64) NOT NULL,
    study_uid   VARCHAR(64) NOT NULL,
    destination VARCHAR(64) NOT NULL,
    resource    VARCHAR(150),
    versions    INTEGER     NOT NULL,
    intake      BIGINT      NOT NULL,
    joined      BOOLEAN     NOT NULL,
    stale_at    TIMESTAMP WITH TIME ZONE,
    written_at  TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (facility, study_uid, destination)
);

CREATE INDEX study_version_stale ON study_version (stale_at);
CREATE INDEX study_version_joined ON study_version (joined);
