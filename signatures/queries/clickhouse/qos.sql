-- DSCP of media by sensor and modality, from initiator and responder.
SELECT sensor, modality, dscp_i, dscp_r, count() AS flows, sum(pkts_i + pkts_r) AS packets
FROM lync.flow WHERE modality != ''
GROUP BY sensor, modality, dscp_i, dscp_r ORDER BY sensor, modality, flows DESC, dscp_i, dscp_r
