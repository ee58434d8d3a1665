using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Search;

/// <summary>
/// Numbers the combinations of parameters by the levels of their values, without gaps: a conditional parameter
/// multiplies only the combinations that have it. The last parameter changes fastest.
/// </summary>
internal sealed class Numbering
{
    /// <summary>The level of a parameter that a combination does not have.</summary>
    public const long None = -1;

    private readonly long[] sizes;
    private readonly (int Parent, HashSet<long> Levels)[][] conditions;
    private readonly bool[] isParent;

    /// <summary>Completions where no condition looks back, by the first parameter that is still to be chosen.</summary>
    private readonly Int128[] products;

    /// <summary>Parameters from this one on depend on nothing.</summary>
    private readonly int free;

    /// <param name="levelOf">The level of a value of the parameter of that index.</param>
    public Numbering(IReadOnlyList<ParameterSpace> spaces, Func<int, object, long> levelOf)
    {
        var indices = spaces.Select((space, index) => (space.Key, index)).ToDictionary();
        sizes = [.. spaces.Select(space => space.Size ?? ConfigurationSpace.GreatestCount)];
        conditions = [.. spaces.Select(space => space.When.Select(condition =>
        {
            var parent = indices[condition.Key];
            return (parent, condition.Values.Select(value => levelOf(parent, value)).ToHashSet());
        }).ToArray())];
        isParent =
        [
            .. spaces.Select(space => spaces.Any(other => other.When.Any(condition => condition.Key == space.Key))),
        ];
        free = Array.FindLastIndex(conditions, list => list.Length > 0) + 1;
        products = Products();
        Count = Completions(0, new long[sizes.Length]) is var count && count < ConfigurationSpace.GreatestCount
            ? (long)count
            : null;
    }

    /// <summary>The combinations; null where they are too many to number, or a parameter is a real range.</summary>
    public long? Count { get; }

    /// <summary>The levels of a combination.</summary>
    public long[] LevelsOf(long number)
    {
        var levels = new long[sizes.Length];
        Int128 rest = number;
        for (var index = 0; index < levels.Length; index++)
        {
            if (!IsActive(index, levels))
            {
                levels[index] = None;
            }
            else if (index < free && isParent[index])
            {
                for (Int128 below; rest >= (below = Completions(index + 1, levels)); levels[index]++)
                {
                    rest -= below;
                }
            }
            else
            {
                var each = Completions(index + 1, levels);
                (levels[index], rest) = ((long)(rest / each), rest % each);
            }
        }

        return levels;
    }

    /// <summary>The number of a combination.</summary>
    public long NumberOf(ReadOnlySpan<long> levels)
    {
        Int128 number = 0;
        var before = levels.ToArray();
        for (var index = 0; index < before.Length; index++)
        {
            if (levels[index] == None)
            {
                continue;
            }

            if (index < free && isParent[index])
            {
                for (before[index] = 0; before[index] < levels[index]; before[index]++)
                {
                    number += Completions(index + 1, before);
                }
            }
            else
            {
                number += levels[index] * Completions(index + 1, before);
            }
        }

        return (long)number;
    }

    /// <summary>Whether the parameter of an index belongs to a combination, by the levels of those before it.</summary>
    public bool IsActive(int index, ReadOnlySpan<long> levels)
    {
        foreach (var (parent, wanted) in conditions[index])
        {
            if (!wanted.Contains(levels[parent]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>In how many ways the parameters from an index on can be chosen.</summary>
    private Int128 Completions(int index, long[] levels)
    {
        if (index >= free)
        {
            return products[index];
        }

        if (!IsActive(index, levels))
        {
            return Completions(index + 1, With(levels, index, None));
        }

        if (!isParent[index])
        {
            return Bounded(sizes[index] * Completions(index + 1, levels));
        }

        Int128 sum = 0;
        for (var level = 0L; level < sizes[index]; level++)
        {
            sum += Completions(index + 1, With(levels, index, level));
        }

        return Bounded(sum);
    }

    private Int128[] Products()
    {
        var found = new Int128[sizes.Length + 1];
        found[^1] = 1;
        for (var index = sizes.Length - 1; index >= 0; index--)
        {
            found[index] = Bounded(sizes[index] * found[index + 1]);
        }

        return found;
    }

    private static Int128 Bounded(Int128 count) =>
        count < ConfigurationSpace.GreatestCount ? count : ConfigurationSpace.GreatestCount;

    private static long[] With(long[] levels, int index, long level)
    {
        var changed = (long[])levels.Clone();
        changed[index] = level;
        return changed;
    }
}
