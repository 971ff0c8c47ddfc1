-- Resources that were not sent because a message only repeated them: the number of the newest message that did. An older message
-- that comes later (a replay) is compared with it, as it is compared with the number under which the destination holds the resource.
CREATE TABLE repeated_resource (
    resource    VARCHAR(150) NOT NULL,
    destination VARCHAR(64)  NOT NULL,
    facility    VARCHAR(64)  NOT NULL,
    intake      BIGINT       NOT NULL,
    PRIMARY KEY (resource, destination)
);

-- Resources of a message that the destination held already as the message says them.
ALTER TABLE message ADD COLUMN unchanged INTEGER DEFAULT 0 NOT NULL;
ALTER TABLE delivery ADD COLUMN unchanged INTEGER DEFAULT 0 NOT NULL;
