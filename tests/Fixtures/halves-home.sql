PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE "__EFMigrationsHistory" (
    "migration_id" TEXT NOT NULL CONSTRAINT "pk___ef_migrations_history" PRIMARY KEY,
    "product_version" TEXT NOT NULL
);
INSERT INTO "__EFMigrationsHistory" VALUES('20261124093922_Initial','10.0.15');
INSERT INTO "__EFMigrationsHistory" VALUES('20261124130958_Cluster','10.0.15');
INSERT INTO "__EFMigrationsHistory" VALUES('20261124135234_FilesId','10.0.15');
INSERT INTO "__EFMigrationsHistory" VALUES('20261124171032_CancelReason','10.0.15');
INSERT INTO "__EFMigrationsHistory" VALUES('20261124195410_Rungs','10.0.15');
INSERT INTO "__EFMigrationsHistory" VALUES('20261124200239_OneIndexOfTrials','10.0.15');
INSERT INTO "__EFMigrationsHistory" VALUES('20261130135312_ResolvedForms','10.0.15');
CREATE TABLE "__EFMigrationsLock" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY,
    "Timestamp" TEXT NOT NULL
);
CREATE TABLE "attempts" (
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
INSERT INTO "attempts" VALUES('halves-1',7,1,'laptop',1796102820116,1796102827592,'Paused','rung 0 (1 epoch): validation accuracy 10.00 % is rank 1 of 1, none goes on yet');
INSERT INTO "attempts" VALUES('halves-1',8,1,'laptop',1796102827851,1796102831178,'Paused','rung 1 (2 epochs): validation accuracy 12.50 % is rank 1 of 1, none goes on yet');
INSERT INTO "attempts" VALUES('halves-1',9,1,'laptop',1796102831200,1796102833418,'Paused','rung 0 (1 epoch): validation accuracy 9.50 % is rank 3 of 3, the best goes on');
INSERT INTO "attempts" VALUES('halves-1',10,1,'laptop',1796102833432,1796102838463,'Completed','');
INSERT INTO "attempts" VALUES('halves-1',11,1,'laptop',1796102838471,1796102838917,'Paused','rung 0 (1 epoch): validation accuracy 10.50 % is rank 3 of 5, the best 2 go on');
INSERT INTO "attempts" VALUES('halves-1',12,1,'laptop',1796102838929,NULL,NULL,NULL);
CREATE TABLE "checkpoints" (
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
INSERT INTO "checkpoints" VALUES('halves-1',7,1,0,1,'sweeps/halves-1/7/epoch-0001-step-00000-fence-1.safetensors','e55f64a60b10763a9a110a57b636ccc9c43bee72ca31fb63eb2c7725d1ebe91d',122672,1796102827072);
INSERT INTO "checkpoints" VALUES('halves-1',7,1,1,1,'sweeps/halves-1/7/epoch-0001-step-00001-fence-1.safetensors','8711814d4c4c703c4833e9542e415352a75469f337e797ac8aed03d0bf9685c6',122688,1796102827527);
INSERT INTO "checkpoints" VALUES('halves-1',8,2,0,1,'sweeps/halves-1/8/epoch-0002-step-00000-fence-1.safetensors','37f35a51e917dc0051c1d75ba4f0c532d47dc0d3ac6f95a21783c19ea6b9a841',122672,1796102830969);
INSERT INTO "checkpoints" VALUES('halves-1',8,2,1,1,'sweeps/halves-1/8/epoch-0002-step-00001-fence-1.safetensors','f6ce47017db1037c8e5b067ecaef32a30b60c5d19dfb652dfa48f5a0409403d1',122688,1796102831150);
INSERT INTO "checkpoints" VALUES('halves-1',9,1,0,1,'sweeps/halves-1/9/epoch-0001-step-00000-fence-1.safetensors','8e0103c32c77f52c26b5befb54fcbfce3d25af8bb52fd955f54a39daba6b2072',122672,1796102833060);
INSERT INTO "checkpoints" VALUES('halves-1',9,1,1,1,'sweeps/halves-1/9/epoch-0001-step-00001-fence-1.safetensors','e1100f00fa783cdc915fc566de95dc47d4af06a778233d5d239291b7fe24da80',122688,1796102833408);
INSERT INTO "checkpoints" VALUES('halves-1',11,1,0,1,'sweeps/halves-1/11/epoch-0001-step-00000-fence-1.safetensors','0aa68774ff20ff15f9f65db6722b12d470a3c1f61eeadffa0ac2f86c0ed05f8b',122672,1796102838879);
INSERT INTO "checkpoints" VALUES('halves-1',11,1,1,1,'sweeps/halves-1/11/epoch-0001-step-00001-fence-1.safetensors','37ff2c346327e71fd81b66cf8091dc2440e5b2e9df05751137c44510b51a2aa3',122688,1796102838911);
CREATE TABLE "decisions" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_decisions" PRIMARY KEY AUTOINCREMENT,
    "sweep_id" TEXT NOT NULL,
    "trial" INTEGER NULL,
    "epoch" INTEGER NULL,
    "kind" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "at_ms" INTEGER NOT NULL,
    CONSTRAINT "fk_decisions_sweeps_sweep_id" FOREIGN KEY ("sweep_id") REFERENCES "sweeps" ("id") ON DELETE CASCADE
);
INSERT INTO "decisions" VALUES(1,'halves-1',7,1,'Pause','rung 0 (1 epoch): validation accuracy 10.00 % is rank 1 of 1, none goes on yet',1796102826904);
INSERT INTO "decisions" VALUES(2,'halves-1',8,1,'Continue','rung 0 (1 epoch): validation accuracy 12.50 % is rank 1 of 2, the best goes on',1796102829838);
INSERT INTO "decisions" VALUES(3,'halves-1',8,2,'Pause','rung 1 (2 epochs): validation accuracy 12.50 % is rank 1 of 1, none goes on yet',1796102830956);
INSERT INTO "decisions" VALUES(4,'halves-1',9,1,'Pause','rung 0 (1 epoch): validation accuracy 9.50 % is rank 3 of 3, the best goes on',1796102833039);
INSERT INTO "decisions" VALUES(5,'halves-1',10,1,'Continue','rung 0 (1 epoch): validation accuracy 12.50 % is rank 2 of 4, the best 2 go on',1796102834682);
INSERT INTO "decisions" VALUES(6,'halves-1',10,2,'Continue','rung 1 (2 epochs): validation accuracy 17.00 % is rank 1 of 2, the best goes on',1796102835356);
INSERT INTO "decisions" VALUES(7,'halves-1',10,4,'Continue','rung 2 (4 epochs): validation accuracy 20.50 % is rank 1 of 1, none goes on yet; it is complete',1796102837756);
INSERT INTO "decisions" VALUES(8,'halves-1',11,1,'Pause','rung 0 (1 epoch): validation accuracy 10.50 % is rank 3 of 5, the best 2 go on',1796102838877);
CREATE TABLE "deployment" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_deployment" PRIMARY KEY,
    "cluster_id" TEXT NOT NULL,
    "claimed_ms" INTEGER NOT NULL
, "files_id" TEXT NULL);
CREATE TABLE "epochs" (
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
INSERT INTO "epochs" VALUES(1,'halves-1',7,1,2.45804576230081339716e+00,0.068359375,2.32433502058773644449e+00,0.1,2.4718971,1,1796102826864);
INSERT INTO "epochs" VALUES(2,'halves-1',8,1,2.46250920641776760433e+00,0.109375,2.29379788230823766781e+00,0.125,1.4902564,1,1796102829819);
INSERT INTO "epochs" VALUES(3,'halves-1',8,2,2.32160555340532637202e+00,0.0859375,2.29372053167393552541e+00,0.125,1.3660419,1,1796102830940);
INSERT INTO "epochs" VALUES(4,'halves-1',9,1,2.43624705303100697051e+00,0.080078125,2.32196116008126374197e+00,0.095,1.7754507,1,1796102833028);
INSERT INTO "epochs" VALUES(5,'halves-1',10,1,2.39464959798666976453e+00,0.115234375,2.29578593969433075727e+00,0.125,1.155257,1,1796102834680);
INSERT INTO "epochs" VALUES(6,'halves-1',10,2,2.30248216415440332127e+00,0.09375,2.27200449951156535632e+00,0.17,0.5651457,1,1796102835264);
INSERT INTO "epochs" VALUES(7,'halves-1',10,3,2.26971515177745564173e+00,0.1484375,2.21285834406201287194e+00,0.205,1.0274093,1,1796102836359);
INSERT INTO "epochs" VALUES(8,'halves-1',10,4,2.22921418771709101136e+00,0.1796875,2.22638390571962174746e+00,0.205,1.3677891,1,1796102837744);
INSERT INTO "epochs" VALUES(9,'halves-1',11,1,2.40498474555887531423e+00,0.0859375,2.3174983486616467232e+00,0.105,0.367486,1,1796102838875);
CREATE TABLE "sweeps" (
    "id" TEXT NOT NULL CONSTRAINT "pk_sweeps" PRIMARY KEY,
    "name" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "spec_yaml" TEXT NOT NULL,
    "spec_file" TEXT NULL,
    "created_ms" INTEGER NOT NULL,
    "ended_ms" INTEGER NULL
, "priority" INTEGER NOT NULL DEFAULT 0, "decided" INTEGER NOT NULL DEFAULT 0, "spec" TEXT NOT NULL DEFAULT '');
INSERT INTO "sweeps" VALUES('halves-1','halves','Running','name: halves
network:
  blocks: [[1, 4], [1, 8]]
  resolution: 28
  dense: 16
  batchNorm: true
  batchSize: 64
  momentum: 0.9
  epochs: 4
parameters:
  width: [4, 8]
  lr: [0.01, 0.03, 0.1]
  seed: [1, 2]
scheduler: asha
asha: { eta: 2 }
training: { images: 512, validationImages: 200 }
','halves.yaml',1796102813667,NULL,0,8,'{"version":1,"name":"halves","network":{"arch":"blocks","resolution":28,"head":"dense","dense":16,"batchNorm":true,"lr":0.01,"lrSchedule":"constant","momentum":0.9,"weightDecay":0,"batchSize":64,"dropout":0.5,"seed":0,"epochs":4,"blocks":[[1,4],[1,8]]},"parameters":{"width":[4,8],"lr":[0.01,0.03,0.1],"seed":[1,2]},"search":{"method":"grid","maxTrials":null,"seed":0},"scheduler":"asha","asha":{"form":"promotion","rungs":"epochs","minimum":1,"eta":2,"grace":1},"objective":"validationAccuracy","training":{"images":512,"validationImages":200,"checkpointEvery":1,"seed":0},"limits":{"slots":null,"retries":2,"trialTimeout":null,"failedTrials":null},"placement":{"priority":0,"labels":[]},"resume":"any"}');
CREATE TABLE "trials" (
    "sweep_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "spec" TEXT NOT NULL,
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
INSERT INTO "trials" VALUES('halves-1',1,'Pending','{"version":1,"parameters":{"arch":"blocks","width":4,"resolution":28,"head":"dense","dense":16,"batchNorm":true,"lr":0.01,"lrSchedule":"constant","momentum":0.9,"weightDecay":0,"batchSize":64,"dropout":0.5,"seed":1,"epochs":4,"blocks":[[1,4],[1,8]]},"training":{"images":512,"validationImages":200,"checkpointEvery":1,"seed":0}}','5a9623fb3ea4986d',0,NULL,NULL,0,0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0.0,NULL,NULL,NULL,0.0619201536,91360,7090,0,309010588,0,NULL);
INSERT INTO "trials" VALUES('halves-1',2,'Pending','{"version":1,"parameters":{"arch":"blocks","width":4,"resolution":28,"head":"dense","dense":16,"batchNorm":true,"lr":0.01,"lrSchedule":"constant","momentum":0.9,"weightDecay":0,"batchSize":64,"dropout":0.5,"seed":2,"epochs":4,"blocks":[[1,4],[1,8]]},"training":{"images":512,"validationImages":200,"checkpointEvery":1,"seed":0}}','b098f1f1ffa8eabf',0,NULL,NULL,0,0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0.0,NULL,NULL,NULL,0.0619201536,91360,7090,0,309010588,0,NULL);
INSERT INTO "trials" VALUES('halves-1',3,'Pending','{"version":1,"parameters":{"arch":"blocks","width":4,"resolution":28,"head":"dense","dense":16,"batchNorm":true,"lr":0.03,"lrSchedule":"constant","momentum":0.9,"weightDecay":0,"batchSize":64,"dropout":0.5,"seed":1,"epochs":4,"blocks":[[1,4],[1,8]]},"training":{"images":512,"validationImages":200,"checkpointEvery":1,"seed":0}}','8589de2eba7ff4e0',0,NULL,NULL,0,0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0.0,NULL,NULL,NULL,0.0619201536,91360,7090,0,309010588,0,NULL);
INSERT INTO "trials" VALUES('halves-1',4,'Pending','{"version":1,"parameters":{"arch":"blocks","width":4,"resolution":28,"head":"dense","dense":16,"batchNorm":true,"lr":0.03,"lrSchedule":"constant","momentum":0.9,"weightDecay":0,"batchSize":64,"dropout":0.5,"seed":2,"epochs":4,"blocks":[[1,4],[1,8]]},"training":{"images":512,"validationImages":200,"checkpointEvery":1,"seed":0}}','2ada2fcb0fb7efcb',0,NULL,NULL,0,0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0.0,NULL,NULL,NULL,0.0619201536,91360,7090,0,309010588,0,NULL);
INSERT INTO "trials" VALUES('halves-1',5,'Pending','{"version":1,"parameters":{"arch":"blocks","width":4,"resolution":28,"head":"dense","dense":16,"batchNorm":true,"lr":0.1,"lrSchedule":"constant","momentum":0.9,"weightDecay":0,"batchSize":64,"dropout":0.5,"seed":1,"epochs":4,"blocks":[[1,4],[1,8]]},"training":{"images":512,"validationImages":200,"checkpointEvery":1,"seed":0}}','ca3a04b24c484255',0,NULL,NULL,0,0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0.0,NULL,NULL,NULL,0.0619201536,91360,7090,0,309010588,0,NULL);
INSERT INTO "trials" VALUES('halves-1',6,'Pending','{"version":1,"parameters":{"arch":"blocks","width":4,"resolution":28,"head":"dense","dense":16,"batchNorm":true,"lr":0.1,"lrSchedule":"constant","momentum":0.9,"weightDecay":0,"batchSize":64,"dropout":0.5,"seed":2,"epochs":4,"blocks":[[1,4],[1,8]]},"training":{"images":512,"validationImages":200,"checkpointEvery":1,"seed":0}}','864b191c234dab9e',0,NULL,NULL,0,0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0.0,NULL,NULL,NULL,0.0619201536,91360,7090,0,309010588,0,NULL);
INSERT INTO "trials" VALUES('halves-1',7,'Paused','{"version":1,"parameters":{"arch":"blocks","width":8,"resolution":28,"head":"dense","dense":16,"batchNorm":true,"lr":0.01,"lrSchedule":"constant","momentum":0.9,"weightDecay":0,"batchSize":64,"dropout":0.5,"seed":1,"epochs":4,"blocks":[[1,4],[1,8]]},"training":{"images":512,"validationImages":200,"checkpointEvery":1,"seed":0}}','db83c3b36e125781',1,NULL,NULL,1,1,0,'{"Device":"cpu","InstructionSet":"avx512","Libtorch":"2.10.0.0","Threads":2,"Precision":"fast","Path":null}','Paused','rung 0 (1 epoch): validation accuracy 10.00 % is rank 1 of 1, none goes on yet',2.32433502058773644449e+00,0.1,NULL,NULL,2.4718971,NULL,NULL,NULL,0.200074752,295200,14298,0,311993513,0,NULL);
INSERT INTO "trials" VALUES('halves-1',8,'Paused','{"version":1,"parameters":{"arch":"blocks","width":8,"resolution":28,"head":"dense","dense":16,"batchNorm":true,"lr":0.01,"lrSchedule":"constant","momentum":0.9,"weightDecay":0,"batchSize":64,"dropout":0.5,"seed":2,"epochs":4,"blocks":[[1,4],[1,8]]},"training":{"images":512,"validationImages":200,"checkpointEvery":1,"seed":0}}','d8b319d1f425346a',1,NULL,NULL,2,1,0,'{"Device":"cpu","InstructionSet":"avx512","Libtorch":"2.10.0.0","Threads":2,"Precision":"fast","Path":null}','Paused','rung 1 (2 epochs): validation accuracy 12.50 % is rank 1 of 1, none goes on yet',2.29372053167393552541e+00,0.125,NULL,NULL,2.85629829999999973466e+00,NULL,NULL,NULL,0.200074752,295200,14298,0,311993513,0,NULL);
INSERT INTO "trials" VALUES('halves-1',9,'Paused','{"version":1,"parameters":{"arch":"blocks","width":8,"resolution":28,"head":"dense","dense":16,"batchNorm":true,"lr":0.03,"lrSchedule":"constant","momentum":0.9,"weightDecay":0,"batchSize":64,"dropout":0.5,"seed":1,"epochs":4,"blocks":[[1,4],[1,8]]},"training":{"images":512,"validationImages":200,"checkpointEvery":1,"seed":0}}','88fb8d494f29f9c8',1,NULL,NULL,1,1,0,'{"Device":"cpu","InstructionSet":"avx512","Libtorch":"2.10.0.0","Threads":2,"Precision":"fast","Path":null}','Paused','rung 0 (1 epoch): validation accuracy 9.50 % is rank 3 of 3, the best goes on',2.32196116008126374197e+00,0.095,NULL,NULL,1.7754507,NULL,NULL,NULL,0.200074752,295200,14298,0,311993513,0,NULL);
INSERT INTO "trials" VALUES('halves-1',10,'Completed','{"version":1,"parameters":{"arch":"blocks","width":8,"resolution":28,"head":"dense","dense":16,"batchNorm":true,"lr":0.03,"lrSchedule":"constant","momentum":0.9,"weightDecay":0,"batchSize":64,"dropout":0.5,"seed":2,"epochs":4,"blocks":[[1,4],[1,8]]},"training":{"images":512,"validationImages":200,"checkpointEvery":1,"seed":0}}','9d94f169335e5cb2',1,NULL,NULL,4,1,0,'{"Device":"cpu","InstructionSet":"avx512","Libtorch":"2.10.0.0","Threads":2,"Precision":"fast","Path":null}','Completed','',2.22638390571962174746e+00,0.205,2.21838308165388831127e+00,0.1906,4.11560109999999923502e+00,'sweeps/halves-1/10/weights-fence-1.safetensors','28cc772a547bbd9502a2709d110e1e8497ba58428840ca66e3a665bcb702fafa',282017792,0.200074752,295200,14298,0,311993513,0,NULL);
INSERT INTO "trials" VALUES('halves-1',11,'Paused','{"version":1,"parameters":{"arch":"blocks","width":8,"resolution":28,"head":"dense","dense":16,"batchNorm":true,"lr":0.1,"lrSchedule":"constant","momentum":0.9,"weightDecay":0,"batchSize":64,"dropout":0.5,"seed":1,"epochs":4,"blocks":[[1,4],[1,8]]},"training":{"images":512,"validationImages":200,"checkpointEvery":1,"seed":0}}','0ed1111d136bf7a9',1,NULL,NULL,1,1,0,'{"Device":"cpu","InstructionSet":"avx512","Libtorch":"2.10.0.0","Threads":2,"Precision":"fast","Path":null}','Paused','rung 0 (1 epoch): validation accuracy 10.50 % is rank 3 of 5, the best 2 go on',2.3174983486616467232e+00,0.105,NULL,NULL,0.367486,NULL,NULL,NULL,0.200074752,295200,14298,0,311993513,0,NULL);
INSERT INTO "trials" VALUES('halves-1',12,'Running','{"version":1,"parameters":{"arch":"blocks","width":8,"resolution":28,"head":"dense","dense":16,"batchNorm":true,"lr":0.1,"lrSchedule":"constant","momentum":0.9,"weightDecay":0,"batchSize":64,"dropout":0.5,"seed":2,"epochs":4,"blocks":[[1,4],[1,8]]},"training":{"images":512,"validationImages":200,"checkpointEvery":1,"seed":0}}','668fae5c828bf901',1,'laptop',1796102868929,0,1,0,'{"Device":"cpu","InstructionSet":"avx512","Libtorch":"2.10.0.0","Threads":2,"Precision":"fast","Path":null}',NULL,NULL,NULL,NULL,NULL,NULL,0.0,NULL,NULL,NULL,0.200074752,295200,14298,0,311993513,0,NULL);
CREATE TABLE "worker_decisions" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_worker_decisions" PRIMARY KEY AUTOINCREMENT,
    "worker" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "at_ms" INTEGER NOT NULL
);
CREATE TABLE "workers" (
    "name" TEXT NOT NULL CONSTRAINT "pk_workers" PRIMARY KEY,
    "state" TEXT NOT NULL,
    "offer" TEXT NULL,
    "reason" TEXT NULL,
    "since_ms" INTEGER NOT NULL
);
INSERT INTO "workers" VALUES('laptop','Active','{"Worker":"laptop","Silo":"127.0.0.1:35415@155107614","Numerics":{"Device":"cpu","InstructionSet":"avx512","Libtorch":"2.10.0.0","Threads":2,"Precision":"fast","Path":null},"MemoryBytes":9223372036854775807,"Labels":[]}',NULL,1796102820064);
CREATE INDEX "ix_decisions_sweep_id" ON "decisions" ("sweep_id");
CREATE UNIQUE INDEX "ix_epochs_sweep_id_trial_epoch" ON "epochs" ("sweep_id", "trial", "epoch");
CREATE INDEX "ix_trials_lease_until_ms" ON "trials" ("lease_until_ms") WHERE lease_until_ms IS NOT NULL;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('epochs',9);
INSERT INTO "sqlite_sequence" VALUES('decisions',8);
COMMIT;