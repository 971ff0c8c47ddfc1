-- What of a message could not be said as FHIR wants it although it was delivered: a line each, code, place and sentence with tabs between.
ALTER TABLE message ADD COLUMN warnings VARCHAR(4000);

-- The same counted, so that people see which feed sends what.
CREATE TABLE mapping_warning (
    facility     VARCHAR(64)  NOT NULL,
    message_type VARCHAR(60)  NOT NULL,
    code         VARCHAR(60)  NOT NULL,
    path         VARCHAR(100) NOT NULL,
    messages     BIGINT       NOT NULL,
    first_at     TIMESTAMP WITH TIME ZONE NOT NULL,
    last_at      TIMESTAMP WITH TIME ZONE NOT NULL,
    example      BIGINT       NOT NULL,
    PRIMARY KEY (facility, message_type, code, path)
);
