-- The ledger: one row per message, what it is found by, its bytes, its deliveries.
-- One text for H2 and PostgreSQL; ${partition} is empty on H2 and PARTITION BY RANGE (stored_day) on PostgreSQL.

CREATE TABLE message (
    intake              BIGINT        NOT NULL,
    stored_day                DATE          NOT NULL,
    facility            VARCHAR(64)   NOT NULL,
    lane                INTEGER       NOT NULL,
    bulk                BOOLEAN       NOT NULL,
    meets               VARCHAR(2000),
    state               VARCHAR(16)   NOT NULL,
    state_at            TIMESTAMP WITH TIME ZONE NOT NULL,
    stored_at           TIMESTAMP WITH TIME ZONE NOT NULL,
    received_at         TIMESTAMP WITH TIME ZONE NOT NULL,
    received_offset     VARCHAR(10)   NOT NULL,
    facility_options    VARCHAR(4000) NOT NULL,
    protocol            VARCHAR(16)   NOT NULL,
    format              VARCHAR(16)   NOT NULL,
    peer                VARCHAR(100)  NOT NULL,
    port                INTEGER       NOT NULL,
    charset             VARCHAR(40)   NOT NULL,
    charset_source      VARCHAR(16)   NOT NULL,
    peer_certificate    VARCHAR(1000),
    sending_application VARCHAR(200),
    sending_facility    VARCHAR(200),
    control_id          VARCHAR(200),
    message_type        VARCHAR(200),
    version             VARCHAR(200),
    message_time        VARCHAR(200),
    content_hash        VARCHAR(64)   NOT NULL,
    body_bytes          BIGINT        NOT NULL,
    flags               VARCHAR(200),
    duplicate_of        BIGINT,
    error_code          VARCHAR(40),
    error_detail        VARCHAR(100),
    error_location      VARCHAR(200),
    error_text          VARCHAR(2000),
    superseded          INTEGER       NOT NULL,
    written             INTEGER       NOT NULL,
    replays             INTEGER       NOT NULL,
    maps_version        VARCHAR(64),
    settled_below       BIGINT        NOT NULL,
    PRIMARY KEY (intake, stored_day)
) ${partition};

CREATE INDEX message_state ON message (state, intake);
CREATE INDEX message_facility ON message (facility, intake);
CREATE INDEX message_control_id ON message (control_id, intake);
CREATE INDEX message_type ON message (message_type, intake);
CREATE INDEX message_received ON message (received_at);
CREATE INDEX message_error ON message (error_code, error_detail, intake);

-- kind: patient, other (a further patient), visit, placer, filler, sample
CREATE TABLE message_key (
    intake BIGINT       NOT NULL,
    stored_day   DATE         NOT NULL,
    kind   VARCHAR(10)  NOT NULL,
    key_value VARCHAR(200) NOT NULL,
    PRIMARY KEY (key_value, kind, intake, stored_day)
) ${partition};

CREATE INDEX message_key_intake ON message_key (intake);

-- The bytes as received, in their storage format (see StoredBody), cut into pieces.
CREATE TABLE body (
    intake BIGINT  NOT NULL,
    stored_day   DATE    NOT NULL,
    piece  INTEGER NOT NULL,
    bytes  BYTEA   NOT NULL,
    PRIMARY KEY (intake, stored_day, piece)
) ${partition};

CREATE TABLE delivery (
    intake      BIGINT      NOT NULL,
    stored_day        DATE        NOT NULL,
    destination VARCHAR(64) NOT NULL,
    state       VARCHAR(16) NOT NULL,
    attempts    INTEGER     NOT NULL,
    http_status INTEGER,
    error_text  VARCHAR(2000),
    written     INTEGER     NOT NULL,
    superseded  INTEGER     NOT NULL,
    last_at     TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (intake, stored_day, destination)
) ${partition};

CREATE INDEX delivery_state ON delivery (destination, state, intake);

-- Decides who came first: rows live for the time in which a retransmission is recognised.
CREATE TABLE duplicate_key (
    id_hash      VARCHAR(64) NOT NULL,
    content_hash VARCHAR(64) NOT NULL,
    intake       BIGINT      NOT NULL,
    stored_at    TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (id_hash, content_hash)
);

CREATE INDEX duplicate_key_stored ON duplicate_key (stored_at);

CREATE TABLE intake_block (
    first_intake   BIGINT       NOT NULL PRIMARY KEY,
    last_intake    BIGINT       NOT NULL,
    node           VARCHAR(100) NOT NULL,
    reserved_at    TIMESTAMP WITH TIME ZONE NOT NULL
);

CREATE TABLE void_number (
    first_intake BIGINT       NOT NULL PRIMARY KEY,
    last_intake  BIGINT       NOT NULL,
    reason       VARCHAR(200) NOT NULL,
    noted_at     TIMESTAMP WITH TIME ZONE NOT NULL
);

-- Lanes that stand before a message of several patients.
CREATE TABLE barrier (
    intake      BIGINT      NOT NULL,
    destination VARCHAR(64) NOT NULL,
    lane        INTEGER     NOT NULL,
    arrived_at  TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (intake, destination, lane)
);

-- Who did what to a message, and why.
CREATE TABLE operator_action (
    id       BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    intake   BIGINT        NOT NULL,
    verb     VARCHAR(20)   NOT NULL,
    actor    VARCHAR(200)  NOT NULL,
    reason   VARCHAR(1000) NOT NULL,
    acted_at TIMESTAMP WITH TIME ZONE NOT NULL
);

CREATE INDEX operator_action_intake ON operator_action (intake);

-- What retention took away, so that the account still adds up.
CREATE TABLE retired (
    facility VARCHAR(64) NOT NULL,
    stored_day     DATE        NOT NULL,
    state    VARCHAR(16) NOT NULL,
    messages BIGINT      NOT NULL,
    PRIMARY KEY (facility, stored_day, state)
);
