using System.Net;
using System.Text;
using VggSweep.Client;
using VggSweep.Core.Api;
using VggSweep.ServiceDefaults;

namespace VggSweep.AppHost.Tests;

/// <summary>What the AppHost asks a coordinator every few seconds.</summary>
public sealed class Polling
{
    [Fact]
    public async Task The_AppHost_says_who_it_is_so_that_its_reads_make_no_trace()
    {
        var address = $"http://127.0.0.1:{FreePorts.Take(1)[0]}/";
        using var listener = new HttpListener { Prefixes = { address } };
        listener.Start();
        using var api = new CoordinatorClient([new Uri(address)], key: null, TimeProvider.System, patience: TimeSpan.Zero);
        var reading = api.SweepsAsync(CancellationToken.None);
        var context = await listener.GetContextAsync();
        context.Response.ContentType = "application/json";
        context.Response.Close(Encoding.UTF8.GetBytes("[]"), willBlock: false);
        Assert.Empty(await reading);
        Assert.Equal(ApiUserAgent.Value, context.Request.UserAgent);
    }
}
