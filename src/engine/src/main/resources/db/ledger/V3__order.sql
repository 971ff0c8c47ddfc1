-- Orders as the hospitals' systems announced them: what worklists and host queries are answered from, also while the DPP is down.
CREATE TABLE clinical_order (
    facility      VARCHAR(64)  NOT NULL,
    order_number  VARCHAR(200) NOT NULL,
    test_code     VARCHAR(200) NOT NULL,
    placer        VARCHAR(200),
    filler        VARCHAR(200),
    accession     VARCHAR(200),
    sample        VARCHAR(200),
    patient       VARCHAR(200),
    patient_name  VARCHAR(200),
    birth_date    VARCHAR(30),
    sex           VARCHAR(10),
    visit         VARCHAR(200),
    test_text     VARCHAR(200),
    test_system   VARCHAR(200),
    modality      VARCHAR(30),
    station       VARCHAR(64),
    scheduled_at  VARCHAR(30),
    requester     VARCHAR(200),
    study_uid     VARCHAR(64),
    status        VARCHAR(16)  NOT NULL,
    order_intake  BIGINT       NOT NULL,
    report_intake BIGINT       NOT NULL,
    study_intake  BIGINT       NOT NULL,
    updated_at    TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (facility, order_number, test_code)
);

CREATE INDEX clinical_order_filler ON clinical_order (filler, facility);
CREATE INDEX clinical_order_accession ON clinical_order (accession, facility);
CREATE INDEX clinical_order_sample ON clinical_order (sample, facility);
CREATE INDEX clinical_order_patient ON clinical_order (patient, facility);
CREATE INDEX clinical_order_scheduled ON clinical_order (scheduled_at, modality);
