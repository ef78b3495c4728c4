-- The draft before version 1, as the first kernels wrote it: one table, single values without ranges.
CREATE TABLE estimates (
  at TEXT NOT NULL, job_key TEXT NOT NULL, kind TEXT NOT NULL, instance_type TEXT, instance_count INTEGER, region TEXT,
  hours REAL, kwh REAL, gco2e REAL, usd REAL, method TEXT NOT NULL, data TEXT NOT NULL
);
INSERT INTO estimates VALUES
  ('2026-10-01T08:00:00.000Z', 'training:churn', 'training', 'ml.g5.xlarge', 1, 'us-east-1', 2.0, 0.5, 190.0, 2.8, '0', '2026-09-30'),
  ('2026-10-01T12:00:00.000Z', 'training:churn', 'training', 'ml.g5.xlarge', 1, 'us-east-1', 3.0, 0.75, 285.0, 4.2, '0', '2026-09-30'),
  ('2026-10-02T08:00:00.000Z', 'endpoint:live', 'endpoint', 'ml.m5.large', 2, 'eu-west-1', NULL, 0.02, 6.0, 0.23, '0', '2026-09-30');
