using Microsoft.Data.Sqlite;
using VggSweep.Core;

namespace VggSweep.Store;

/// <summary>A home or a database cannot be used; the message names it, the reason and the mend.</summary>
public sealed class StoreProblemException(StoreProblemKind kind, string message, Exception? inner = null) : Exception(message, inner)
{
    private const int NoSpaceForIndex = 4874; // SQLITE_IOERR_SHMSIZE: the index of the write-ahead log cannot grow

    public StoreProblemKind Kind => kind;

    /// <summary>Finds the home's trouble within any exception; null when it is about something else.</summary>
    public static StoreProblemException? Recognize(Exception exception, string home = "the home")
    {
        for (var at = exception; at is not null; at = at.InnerException)
        {
            if (at is StoreProblemException known)
            {
                return known;
            }

            if (at is UnauthorizedAccessException)
            {
                return new StoreProblemException(
                    StoreProblemKind.Forbidden,
                    $"{home}: {at.Message.TrimEnd('.')}; give this user access, or name another home with --home.", exception);
            }

            if (KindOf(at) is { } kind)
            {
                return new StoreProblemException(kind, Sentence(kind, home), exception);
            }
        }

        return null;
    }

    private static StoreProblemKind? KindOf(Exception exception) => exception switch
    {
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_FULL }
            or SqliteException { SqliteExtendedErrorCode: NoSpaceForIndex } => StoreProblemKind.DiskFull,
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_CANTOPEN } => StoreProblemKind.ReadOnly,
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_NOTADB or SQLitePCL.raw.SQLITE_CORRUPT } => StoreProblemKind.Damaged,
        IOException { HResult: Errno.NoSpace } => StoreProblemKind.DiskFull,
        IOException { HResult: Errno.ReadOnlyFileSystem } => StoreProblemKind.ReadOnly,
        _ => null,
    };

    private static string Sentence(StoreProblemKind kind, string home) => kind switch
    {
        StoreProblemKind.DiskFull => $"{home}: the disk is full; free some space, or name another home with --home.",
        StoreProblemKind.ReadOnly => $"{home}: cannot be written to; make it writable, or name another home with --home.",
        _ => $"{home}: the database is damaged; restore it from a backup, or name another home with --home.",
    };
}
