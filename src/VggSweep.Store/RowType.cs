using System.Data.Common;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace VggSweep.Store;

/// <summary>How rows of a table become objects: by the model's columns, in the order of <see cref="Select"/>.</summary>
internal sealed class RowType<T>
    where T : class
{
    private static RowType<T>? known;

    private RowType(SweepDbContext context)
    {
        var entity = context.Model.FindEntityType(typeof(T))!;
        var properties = entity.GetProperties().ToList();
        var row = Expression.Parameter(typeof(DbDataReader));
        var values = properties.Select((property, ordinal) => Expression.Bind(property.PropertyInfo!, ValueOf(row, property.ClrType, ordinal)));
        Select = $"SELECT {string.Join(", ", properties.Select(property => property.GetColumnName()))} FROM {entity.GetTableName()} ";
        Read = Expression.Lambda<Func<DbDataReader, T>>(Expression.MemberInit(Expression.New(typeof(T)), values), row).Compile();
    }

    public string Select { get; }

    public Func<DbDataReader, T> Read { get; }

    /// <remarks>The names are the same on both databases.</remarks>
    public static RowType<T> Of(SweepDbContext context) => known ??= new RowType<T>(context);

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
