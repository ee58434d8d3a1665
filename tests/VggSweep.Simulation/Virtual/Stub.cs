using System.Reflection;

namespace VggSweep.Simulation.Virtual;

/// <summary>An implementation of a wide interface of which little is used: the rest throws.</summary>
public class Stub : DispatchProxy
{
    private Dictionary<string, Func<MethodInfo, object?[], object?>> members = null!;

    public static T Of<T>(Dictionary<string, Func<MethodInfo, object?[], object?>> members)
        where T : class
    {
        var stub = Create<T, Stub>();
        ((Stub)(object)stub).members = members;
        return stub;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        members.TryGetValue(targetMethod!.Name, out var member)
            ? member(targetMethod, args!)
            : throw new NotSupportedException($"{targetMethod.DeclaringType!.Name}.{targetMethod.Name}");
}
