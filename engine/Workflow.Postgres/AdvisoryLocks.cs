namespace Workflow.Postgres;

/// <summary>
/// The advisory locks of one database, always in the two-number form <c>pg_advisory_…lock(Class, key)</c>.
/// </summary>
public static class AdvisoryLocks
{
    /// <summary>"OneG" in ASCII; keeps our keys apart from those of other applications on the same database.</summary>
    public const int Class = 0x4F6E6547;

    /// <summary>Held from before the first position of an append is drawn until its commit. Migration 0001 refuses appends without it.</summary>
    public const int Writer = 1;

    /// <summary>Held while migrations are looked at and applied.</summary>
    public const int Migrations = 2;

    /// <summary>Held, shared, by every node that runs an asynchronous projection. Versions before each had a lock of its own take it alone, so that the two never work side by side.</summary>
    public const int Projections = 3;

    /// <summary>Held by the one process that rebuilds derived tables.</summary>
    public const int Rebuild = 4;

    /// <summary>Held while the first key that protects cookies is looked for and made.</summary>
    public const int CookieKeys = 5;

    /// <summary>Held by the one node that counts the days.</summary>
    public const int CaseDaily = 6;

    /// <summary>Held by the one node that derives figures, cards and status codes.</summary>
    public const int Oversight = 7;
}
