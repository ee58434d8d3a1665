using System.ComponentModel.DataAnnotations.Schema;
using System.Data.Common;
using System.Linq.Expressions;
using System.Reflection;

namespace VggSweep.Store;

/// <summary>
/// How rows of a table become objects, in the order of <see cref="Select"/>. By the conventions of <see cref="SweepDbContext"/>, but
/// without its model: to build that takes longer than any command takes to read.
/// </summary>
internal sealed class RowType<T>
    where T : class
{
    private static RowType<T>? known;

    private RowType()
    {
        var properties = typeof(T).GetProperties().Where(property => property.CanWrite).ToList();
        var row = Expression.Parameter(typeof(DbDataReader));
        var values = properties.Select((property, ordinal) => Expression.Bind(property, ValueOf(row, property.PropertyType, ordinal)));
        var table = typeof(T).GetCustomAttribute<TableAttribute>()!.Name;
        Columns = [.. properties.Select(property => SnakeCase(property.Name))];
        Select = $"SELECT {string.Join(", ", Columns)} FROM {table} ";
        Read = Expression.Lambda<Func<DbDataReader, T>>(Expression.MemberInit(Expression.New(typeof(T)), values), row).Compile();
    }

    /// <remarks>The names are the same on both databases.</remarks>
    public static RowType<T> Known => known ??= new RowType<T>();

    public IReadOnlyList<string> Columns { get; }

    public string Select { get; }

    public Func<DbDataReader, T> Read { get; }

    private static string SnakeCase(string name) => string.Concat(name.Select((letter, index) =>
        char.IsAsciiLetterUpper(letter) ? $"{(index > 0 ? "_" : "")}{char.ToLowerInvariant(letter)}" : $"{letter}"));

    private static ConditionalExpression ValueOf(Expression row, Type type, int ordinal)
    {
        var at = Expression.Constant(ordinal);
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        Expression value = bare.IsEnum
            ? Expression.Call(typeof(Enum), nameof(Enum.Parse), [bare], Expression.Call(row, nameof(DbDataReader.GetString), null, at))
            : Expression.Call(row, $"Get{Type.GetTypeCode(bare)}", null, at);
        return Expression.Condition(
            Expression.Call(row, nameof(DbDataReader.IsDBNull), null, at), Expression.Default(type), Expression.Convert(value, type));
    }
}
