return await VggSweep.Worker.WorkerProgram.RunAsync(args);
