-- Rows that retention took out of a block of numbers, so that a gap is not taken for a loss.
ALTER TABLE intake_block ADD COLUMN retired BIGINT DEFAULT 0 NOT NULL;
