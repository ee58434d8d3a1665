return await VggSweep.Coordinator.CoordinatorProgram.RunAsync(args);
