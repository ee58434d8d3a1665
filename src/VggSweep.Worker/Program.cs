using VggSweep.ServiceDefaults;

StandardStreams.Guard();
return OpenFiles.AreEnough() ? await VggSweep.Worker.WorkerProgram.RunAsync(args) : 69;
