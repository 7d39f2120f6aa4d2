using Workflow.Core.Runtime;
using Workflow.Postgres.Log;
using Xunit;

namespace Workflow.Postgres.Tests.Log;

public sealed class CommitFailureTests
{
    [Theory]
    [InlineData("53100", CommitFailure.Transient)] // no space left
    [InlineData("XX000", CommitFailure.Transient)] // a file that may grow no more
    [InlineData("55P03", CommitFailure.Transient)] // the lock was not to be had
    [InlineData("57P01", CommitFailure.Transient)] // shutting down
    [InlineData("23505", CommitFailure.Refused)] // a row that may not stand there twice
    [InlineData("22P05", CommitFailure.Refused)] // a character that it cannot keep
    public void A_condition_of_the_database_is_nobodys_fault(string sqlState, CommitFailure expected) => Assert.Equal(expected, LogWriter.KindOf(sqlState));
}
