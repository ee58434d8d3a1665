PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE IF NOT EXISTS "__EFMigrationsLock" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY,
    "Timestamp" TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS "__EFMigrationsHistory" (
    "migration_id" TEXT NOT NULL CONSTRAINT "pk___ef_migrations_history" PRIMARY KEY,
    "product_version" TEXT NOT NULL
);
INSERT INTO __EFMigrationsHistory VALUES('20261124093922_Initial','10.0.15');
INSERT INTO __EFMigrationsHistory VALUES('20261124130958_Cluster','10.0.15');
INSERT INTO __EFMigrationsHistory VALUES('20261124135234_FilesId','10.0.15');
INSERT INTO __EFMigrationsHistory VALUES('20261124171032_CancelReason','10.0.15');
INSERT INTO __EFMigrationsHistory VALUES('20261124195410_Rungs','10.0.15');
INSERT INTO __EFMigrationsHistory VALUES('20261124200239_OneIndexOfTrials','10.0.15');
CREATE TABLE IF NOT EXISTS "sweeps" (
    "id" TEXT NOT NULL CONSTRAINT "pk_sweeps" PRIMARY KEY,
    "name" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "spec_yaml" TEXT NOT NULL,
    "spec_file" TEXT NULL,
    "created_ms" INTEGER NOT NULL,
    "ended_ms" INTEGER NULL
, "priority" INTEGER NOT NULL DEFAULT 0, "decided" INTEGER NOT NULL DEFAULT 0);
INSERT INTO sweeps VALUES('small-1','small','Completed',replace('name: small\nnetwork: { blocks: [[1, 4], [1, 8]], resolution: 28, dense: 16, batchNorm: true, batchSize: 64, lr: 0.05, momentum: 0.9, dropout: 0.3, epochs: 1 }\nparameters: { width: [4] }\ntraining: { images: 512, validationImages: 200 }\n','\n',char(10)),'/home/me/small.yaml',1796045255746,1796045280070,0,0);
INSERT INTO sweeps VALUES('half-1','half','Running',replace('name: half\nnetwork: { blocks: [[1, 4], [1, 8]], resolution: 28, dense: 16, batchNorm: true, batchSize: 64, lr: 0.05, momentum: 0.9, dropout: 0.3, epochs: 1 }\nparameters: { width: [4, 6] }\ntraining: { images: 512, validationImages: 200 }\n','\n',char(10)),NULL,1796045288446,NULL,0,0);
INSERT INTO sweeps VALUES('ancient-1','ancient','Running',replace('name: ancient\nnetwork: { blocks: [[1, 4], [1, 8]], resolution: 28, dense: 16, batchNorm: true, batchSize: 64, lr: 0.05, momentum: 0.9, dropout: 0.3, epochs: 1 }\nparameters: { width: [4, 6] }\ntraining: { shards: 4, images: 512, validationImages: 200 }\n','\n',char(10)),NULL,1796045228446,NULL,0,0);
CREATE TABLE IF NOT EXISTS "decisions" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_decisions" PRIMARY KEY AUTOINCREMENT,
    "sweep_id" TEXT NOT NULL,
    "trial" INTEGER NULL,
    "epoch" INTEGER NULL,
    "kind" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "at_ms" INTEGER NOT NULL,
    CONSTRAINT "fk_decisions_sweeps_sweep_id" FOREIGN KEY ("sweep_id") REFERENCES "sweeps" ("id") ON DELETE CASCADE
);
CREATE TABLE IF NOT EXISTS "trials" (
    "sweep_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "parameters" TEXT NOT NULL,
    "identity" TEXT NOT NULL,
    "fence" INTEGER NOT NULL,
    "worker" TEXT NULL,
    "lease_until_ms" INTEGER NULL,
    "done" INTEGER NOT NULL,
    "attempts" INTEGER NOT NULL,
    "failures" INTEGER NOT NULL,
    "numerics" TEXT NULL,
    "outcome" TEXT NULL,
    "outcome_detail" TEXT NULL,
    "validation_loss" REAL NULL,
    "validation_accuracy" REAL NULL,
    "test_loss" REAL NULL,
    "test_accuracy" REAL NULL,
    "seconds" REAL NOT NULL,
    "weights_path" TEXT NULL,
    "weights_hash" TEXT NULL,
    "peak_bytes" INTEGER NULL,
    "predicted_seconds" REAL NULL,
    "macs" INTEGER NOT NULL,
    "params" INTEGER NOT NULL, "deaths" INTEGER NOT NULL DEFAULT 0, "memory_bytes" INTEGER NOT NULL DEFAULT 0, "numerics_changed" INTEGER NOT NULL DEFAULT 0, "cancel_reason" TEXT NULL,
    CONSTRAINT "pk_trials" PRIMARY KEY ("sweep_id", "number"),
    CONSTRAINT "fk_trials_sweeps_sweep_id" FOREIGN KEY ("sweep_id") REFERENCES "sweeps" ("id") ON DELETE CASCADE
);
INSERT INTO trials VALUES('small-1',1,'Completed','{"arch":"blocks","width":4,"resolution":28,"head":"dense","dense":16,"batchNorm":true,"lr":0.05,"lrSchedule":"constant","momentum":0.9,"weightDecay":0,"batchSize":64,"dropout":0.3,"seed":0,"epochs":1,"blocks":[[1,4],[1,8]]}','178bc4f73c776bab',1,NULL,NULL,1,1,0,'{"Device":"cpu","InstructionSet":"avx512","Libtorch":"2.10.0.0","Threads":2,"Precision":"fast","Path":null}','Completed','',2.2692337480336304267,0.21499999999999999666,2.2717084410651851023,0.18870000000000000661,1.7235825000000000173,'sweeps/small-1/1/weights-fence-1.safetensors','c06e8d4b169c39cd5872d2d0e51c11668d3d73c0fabb435a6c952a9a6be18199',281595904,0.042888038400000001726,91360,7090,0,309010588,0,NULL);
INSERT INTO trials VALUES('half-1',1,'Pending','{"arch":"blocks","width":4,"resolution":28,"head":"dense","dense":16,"batchNorm":true,"lr":0.05,"lrSchedule":"constant","momentum":0.9,"weightDecay":0,"batchSize":64,"dropout":0.3,"seed":0,"epochs":1,"blocks":[[1,4],[1,8]]}','178bc4f73c776bab',0,NULL,NULL,0,0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0.0,NULL,NULL,NULL,699.36147062211978207,91360,7090,0,309010588,0,NULL);
INSERT INTO trials VALUES('half-1',2,'Pending','{"arch":"blocks","width":6,"resolution":28,"head":"dense","dense":16,"batchNorm":true,"lr":0.05,"lrSchedule":"constant","momentum":0.9,"weightDecay":0,"batchSize":64,"dropout":0.3,"seed":0,"epochs":1,"blocks":[[1,4],[1,8]]}','fa2d0cd53dd9ade5',0,NULL,NULL,0,0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0.0,NULL,NULL,NULL,1371.5323551710152969,179168,10622,0,311778454,0,NULL);
INSERT INTO trials VALUES('ancient-1',1,'Pending','{"arch":"blocks","width":4,"resolution":28,"head":"dense","dense":16,"batchNorm":true,"lr":0.05,"lrSchedule":"constant","momentum":0.9,"weightDecay":0,"batchSize":64,"dropout":0.3,"seed":0,"epochs":1,"blocks":[[1,4],[1,8]]}','178bc4f73c776bab',0,NULL,NULL,0,0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0.0,NULL,NULL,NULL,699.36147062211978207,91360,7090,0,309010588,0,NULL);
INSERT INTO trials VALUES('ancient-1',2,'Pending','{"arch":"blocks","width":6,"resolution":28,"head":"dense","dense":16,"batchNorm":true,"lr":0.05,"lrSchedule":"constant","momentum":0.9,"weightDecay":0,"batchSize":64,"dropout":0.3,"seed":0,"epochs":1,"blocks":[[1,4],[1,8]]}','fa2d0cd53dd9ade5',0,NULL,NULL,0,0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0.0,NULL,NULL,NULL,1371.5323551710152969,179168,10622,0,311778454,0,NULL);
CREATE TABLE IF NOT EXISTS "attempts" (
    "sweep_id" TEXT NOT NULL,
    "trial" INTEGER NOT NULL,
    "fence" INTEGER NOT NULL,
    "worker" TEXT NOT NULL,
    "started_ms" INTEGER NOT NULL,
    "ended_ms" INTEGER NULL,
    "outcome" TEXT NULL,
    "detail" TEXT NULL,
    CONSTRAINT "pk_attempts" PRIMARY KEY ("sweep_id", "trial", "fence"),
    CONSTRAINT "fk_attempts_trials_sweep_id_trial" FOREIGN KEY ("sweep_id", "trial") REFERENCES "trials" ("sweep_id", "number") ON DELETE CASCADE
);
INSERT INTO attempts VALUES('small-1',1,1,'here',1796045269215,1796045279932,'Completed','');
CREATE TABLE IF NOT EXISTS "checkpoints" (
    "sweep_id" TEXT NOT NULL,
    "trial" INTEGER NOT NULL,
    "epoch" INTEGER NOT NULL,
    "step" INTEGER NOT NULL,
    "fence" INTEGER NOT NULL,
    "path" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "created_ms" INTEGER NOT NULL,
    CONSTRAINT "pk_checkpoints" PRIMARY KEY ("sweep_id", "trial", "epoch", "step", "fence"),
    CONSTRAINT "fk_checkpoints_trials_sweep_id_trial" FOREIGN KEY ("sweep_id", "trial") REFERENCES "trials" ("sweep_id", "number") ON DELETE CASCADE
);
CREATE TABLE IF NOT EXISTS "epochs" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_epochs" PRIMARY KEY AUTOINCREMENT,
    "sweep_id" TEXT NOT NULL,
    "trial" INTEGER NOT NULL,
    "epoch" INTEGER NOT NULL,
    "train_loss" REAL NOT NULL,
    "train_accuracy" REAL NOT NULL,
    "validation_loss" REAL NOT NULL,
    "validation_accuracy" REAL NOT NULL,
    "seconds" REAL NOT NULL,
    "fence" INTEGER NOT NULL,
    "recorded_ms" INTEGER NOT NULL,
    CONSTRAINT "fk_epochs_trials_sweep_id_trial" FOREIGN KEY ("sweep_id", "trial") REFERENCES "trials" ("sweep_id", "number") ON DELETE CASCADE
);
INSERT INTO epochs VALUES(1,'small-1',1,1,2.3524368056581628216,0.13671875,2.2692337480336304267,0.21499999999999999666,1.7235825000000000173,1,1796045276568);
CREATE TABLE IF NOT EXISTS "deployment" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_deployment" PRIMARY KEY,
    "cluster_id" TEXT NOT NULL,
    "claimed_ms" INTEGER NOT NULL
, "files_id" TEXT NULL);
CREATE TABLE IF NOT EXISTS "worker_decisions" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_worker_decisions" PRIMARY KEY AUTOINCREMENT,
    "worker" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "at_ms" INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS "workers" (
    "name" TEXT NOT NULL CONSTRAINT "pk_workers" PRIMARY KEY,
    "state" TEXT NOT NULL,
    "offer" TEXT NULL,
    "reason" TEXT NULL,
    "since_ms" INTEGER NOT NULL
);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('epochs',1);
INSERT INTO sqlite_sequence VALUES('decisions',1);
CREATE INDEX "ix_decisions_sweep_id" ON "decisions" ("sweep_id");
CREATE UNIQUE INDEX "ix_epochs_sweep_id_trial_epoch" ON "epochs" ("sweep_id", "trial", "epoch");
CREATE INDEX "ix_trials_lease_until_ms" ON "trials" ("lease_until_ms") WHERE lease_until_ms IS NOT NULL;
COMMIT;
