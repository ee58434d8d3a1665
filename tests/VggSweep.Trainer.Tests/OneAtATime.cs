// torch's random state and thread count belong to the process: two tests at once would share them.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
