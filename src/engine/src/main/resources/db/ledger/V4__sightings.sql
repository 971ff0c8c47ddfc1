-- What feeds send and no map reads, counted: the work list of codes, and the fields that nothing reads.
CREATE TABLE unmapped_code (
    facility   VARCHAR(64)  NOT NULL,
    table_name VARCHAR(100) NOT NULL,
    code_system VARCHAR(200) NOT NULL,
    code       VARCHAR(200) NOT NULL,
    code_text  VARCHAR(300),
    path       VARCHAR(100) NOT NULL,
    messages   BIGINT       NOT NULL,
    first_at   TIMESTAMP WITH TIME ZONE NOT NULL,
    last_at    TIMESTAMP WITH TIME ZONE NOT NULL,
    example    BIGINT       NOT NULL,
    PRIMARY KEY (facility, table_name, code_system, code)
);

CREATE TABLE unmapped_field (
    facility     VARCHAR(64)  NOT NULL,
    message_type VARCHAR(60)  NOT NULL,
    path         VARCHAR(100) NOT NULL,
    messages     BIGINT       NOT NULL,
    first_at     TIMESTAMP WITH TIME ZONE NOT NULL,
    last_at      TIMESTAMP WITH TIME ZONE NOT NULL,
    example      BIGINT       NOT NULL,
    PRIMARY KEY (facility, message_type, path)
);
