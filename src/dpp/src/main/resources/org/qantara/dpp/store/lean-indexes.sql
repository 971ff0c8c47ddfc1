-- What the DPP changes about HAPI's indexes on PostgreSQL. Half of the bytes of HAPI's schema are indexes that hold the resource's number in every
-- entry, so that each entry is different; without it PostgreSQL keeps equal keys once (deduplication of B-trees) and reads the number from the row.

-- Links: an index on the URL of foreign and canonical references, which nearly no row has, held an entry for every row.
create index qix_link_url on hfj_res_link (target_resource_url, src_path) where target_resource_url is not null;
drop index idx_rl_srcpath_tgturl;
-- by target and path: who refers to this patient is one entry, however many there are
create index qix_link_target on hfj_res_link (target_resource_id, src_path);
drop index idx_rl_tgt_v2;

-- Tokens: by system and value, by value, by system; "identity" served searches for missing values, which are switched off.
create index qix_token_system_value on hfj_spidx_token (hash_sys_and_value);
create index qix_token_value on hfj_spidx_token (hash_value);
create index qix_token_system on hfj_spidx_token (hash_sys);
create index qix_token_resource on hfj_spidx_token (res_id);
drop index idx_sp_token_hash_v2;
drop index idx_sp_token_hash_s_v2;
drop index idx_sp_token_hash_sv_v2;
drop index idx_sp_token_hash_v_v2;
drop index idx_sp_token_resid_v2;

-- Texts: names by their beginning, and exactly.
create index qix_string_beginning on hfj_spidx_string (hash_norm_prefix, sp_value_normalized);
create index qix_string_exact on hfj_spidx_string (hash_exact);
create index qix_string_resource on hfj_spidx_string (res_id);
drop index idx_sp_string_hash_ident_v2;
drop index idx_sp_string_hash_nrm_v2;
drop index idx_sp_string_hash_exct_v2;
drop index idx_sp_string_resid_v2;

-- Dates: HAPI searches by day (ordinal) or by instant; one index each. A range reads from its beginning or its end, never both ways.
create index qix_date_day on hfj_spidx_date (hash_identity, sp_value_low_date_ordinal, sp_value_high_date_ordinal);
create index qix_date_instant on hfj_spidx_date (hash_identity, sp_value_low, sp_value_high);
create index qix_date_resource on hfj_spidx_date (res_id);
drop index idx_sp_date_hash_v2;
drop index idx_sp_date_hash_high_v2;
drop index idx_sp_date_ord_hash_v2;
drop index idx_sp_date_ord_hash_high_v2;
drop index idx_sp_date_resid_v2;

-- Resources: by id, unique; and by time (idx_res_date; Bulk export, _lastUpdated). Every look-up of ids goes through the first: HAPI's unique index begins with
-- the partition in database partition mode, and readers name no partition. HAPI knows a collision by the name that ends the index's. No index may begin
-- with the type: on a young database PostgreSQL takes it for the look-up of ids, and reads all resources of a type for each of them.
create unique index qix_idx_res_type_fhir_id on hfj_resource (fhir_id, res_type, partition_id);
alter table hfj_resource drop constraint idx_res_type_fhir_id;
drop index idx_res_fhir_id;
drop index idx_res_type_del_updated;
drop index idx_res_resid_updated;

-- Versions: of a resource (idx_resver_id_ver), of a message (_source); histories of a type and of the server are not offered.
create index qix_version_source on hfj_res_ver (source_uri);
drop index idx_resver_id_src_uri;
drop index idx_resver_type_date;
drop index idx_resver_id_date;
drop index idx_resver_date;

-- Each of these rows is written in the transaction that writes its resource, by HAPI alone. References between resources are checked by HAPI.
alter table hfj_res_link drop constraint fk_reslink_source;
alter table hfj_res_ver drop constraint fk_resource_history_resource;
alter table hfj_spidx_token drop constraint fk_sp_token_res;
alter table hfj_spidx_string drop constraint fk_spidxstr_resource;
alter table hfj_spidx_date drop constraint fk_sp_date_res;
