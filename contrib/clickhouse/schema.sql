-- One statement a line ends with a semicolon. Runs on ClickHouse 18.16 and on current ones: so no type and no clause
-- that either of them lacks. Retention goes by the day of arrival:
--   ALTER TABLE lync.record DROP PARTITION 20261122
CREATE DATABASE IF NOT EXISTS lync;
-- spool and pos are a record's name: the file of the sensor and where its line begins. `received` is never sent.
CREATE TABLE IF NOT EXISTS lync.record (
  received DateTime DEFAULT now(), sensor String, spool String, pos UInt64, type String, first_us UInt64, last_us UInt64,
  init_ip String, init_port UInt16, resp_ip String, resp_port UInt16, proto String, flow_id UInt64,
  pkts_i UInt64, pkts_r UInt64, bytes_i UInt64, bytes_r UInt64, kind String
) ENGINE = ReplacingMergeTree(received) PARTITION BY toYYYYMMDD(received) ORDER BY (spool, pos);
-- What dashboards ask; `kind` is JSON, a flow's EVE record but for what is a column.
CREATE VIEW lync.flow AS SELECT received, sensor, spool, pos, first_us, last_us, init_ip, init_port, resp_ip, resp_port,
  proto, flow_id, pkts_i, pkts_r, bytes_i, bytes_r,
  visitParamExtractString(kind, 'app_proto') AS app_proto, visitParamExtractString(kind, 'verdict') AS verdict,
  visitParamExtractString(kind, 'confidence') AS confidence, visitParamExtractString(kind, 'row') AS row,
  visitParamExtractString(kind, 'nearest_row') AS nearest_row, visitParamExtractString(kind, 'catalogue') AS catalogue,
  visitParamExtractString(kind, 'service') AS service, visitParamExtractRaw(kind, 'src_roles') AS roles_i,
  visitParamExtractRaw(kind, 'dest_roles') AS roles_r, visitParamExtractString(kind, 'flow_state') AS state,
  visitParamExtractString(kind, 'dir_by') AS dir_by, visitParamExtractString(kind, 'modality') AS modality,
  visitParamExtractBool(kind, 'part') AS part, visitParamExtractString(kind, 'sni') AS sni,
  visitParamExtractString(kind, 'subject') AS cert_subject, visitParamExtractString(kind, 'issuerdn') AS cert_issuer,
  visitParamExtractString(kind, 'notafter') AS cert_ends,
  visitParamExtractString(visitParamExtractRaw(kind, 'tls'), 'version') AS tls_version,
  toUInt8OrZero(extract(visitParamExtractRaw(kind, 'dscp'), '([0-9]+)')) AS dscp_i,
  toUInt8OrZero(extract(visitParamExtractRaw(kind, 'dscp'), ',([0-9]+)')) AS dscp_r
  FROM lync.record WHERE type = 'flow';
-- Sensors: the last record of a run is its own account.
CREATE VIEW lync.account AS SELECT received, sensor, spool, first_us, visitParamExtractUInt(kind, 'packets') AS packets,
  visitParamExtractUInt(kind, 'dropped') AS dropped, visitParamExtractRaw(kind, 'incomplete') AS incomplete, kind AS eve
  FROM lync.record WHERE type = 'stats';
