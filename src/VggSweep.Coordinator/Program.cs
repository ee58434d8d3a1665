using VggSweep.ServiceDefaults;

StandardStreams.Guard();
return OpenFiles.AreEnough() ? await VggSweep.Coordinator.CoordinatorProgram.RunAsync(args) : 69;
