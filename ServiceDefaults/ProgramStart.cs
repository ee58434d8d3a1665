using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;

namespace VggSweep.ServiceDefaults;

/// <summary>
/// How the programs of a cluster start and end: with the configuration of their own folder, and with one sentence and an exit
/// code for whatever is wrong with it.
/// </summary>
public static class ProgramStart
{
    /// <summary>
    /// Reads <c>appsettings.json</c> from the program's own folder, once. Whoever starts the program in a folder of somebody
    /// else must not take that folder's settings, nor have listeners added by a file that changes later.
    /// </summary>
    /// <param name="arguments">Settings as KEY=VALUE or --KEY VALUE; they beat the environment, which beats the file.</param>
    /// <param name="folder">Default: the folder of the program.</param>
    /// <exception cref="ConfigurationProblemException">A file, a variable or an argument cannot be read.</exception>
    public static WebApplicationBuilder CreateBuilder(string[] arguments, string? folder = null) => Guard(configuration: null, () =>
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { Args = arguments, ContentRootPath = folder ?? AppContext.BaseDirectory });
        var sources = ((IConfigurationBuilder)builder.Configuration).Sources;
        for (var index = 0; index < sources.Count; index++)
        {
            if (sources[index] is JsonConfigurationSource { ReloadOnChange: true } file)
            {
                sources[index] = new JsonConfigurationSource
                {
                    FileProvider = file.FileProvider,
                    Path = file.Path!,
                    Optional = file.Optional,
                };
            }
        }

        return builder;
    });

    /// <summary>Runs a step of the start; whatever libraries throw at a bad configuration becomes one sentence.</summary>
    /// <exception cref="ConfigurationProblemException">The step failed for what configuration says.</exception>
    public static async Task<T> GuardAsync<T>(IConfiguration? configuration, Func<Task<T>> step)
    {
        try
        {
            return await step();
        }
        catch (Exception exception) when (IsOfConfiguration(exception))
        {
            throw new ConfigurationProblemException(ConfigurationFault.Describe(exception, configuration));
        }
    }

    /// <inheritdoc cref="GuardAsync"/>
    public static T Guard<T>(IConfiguration? configuration, Func<T> step) =>
        GuardAsync(configuration, () => Task.FromResult(step())).GetAwaiter().GetResult();

    /// <summary>Starts a program that is built, or stops what has started of it.</summary>
    /// <exception cref="ConfigurationProblemException">It cannot start with its configuration.</exception>
    public static Task StartGuardedAsync(this WebApplication app) => GuardAsync(app.Configuration, async () =>
    {
        try
        {
            await app.StartAsync(CancellationToken.None);
            return app;
        }
        catch
        {
            // By then its silo may be part of the cluster, and should not leave as one that died.
            await app.StopAsync(CancellationToken.None);
            throw;
        }
    });

    /// <summary>The outermost frame of a program.</summary>
    /// <returns>Its exit code.</returns>
    public static async Task<int> RunAsync(Func<Task<int>> program)
    {
        try
        {
            return await program();
        }
        catch (OperationCanceledException)
        {
            // Asked to end while it was starting.
            return 0;
        }
        catch (ConfigurationProblemException problem)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return problem.ExitCode;
        }
        catch (Exception exception)
        {
            return ProgramFault.Tell(exception);
        }
    }

    /// <summary>Our own exceptions have their own sentences, and these types are faults of the program wherever they come from.</summary>
    private static bool IsOfConfiguration(Exception exception) =>
        exception is not (OperationCanceledException or NullReferenceException or IndexOutOfRangeException
            or InvalidCastException or OutOfMemoryException)
        && !exception.GetType().Assembly.GetName().Name!.StartsWith("VggSweep", StringComparison.OrdinalIgnoreCase);
}
