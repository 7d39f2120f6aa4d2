using Workflow.Core.Runtime;
using Xunit;

namespace Workflow.Core.Tests.Runtime;

/// <summary>What was read here for one purpose spares another reading, and never keeps anybody from what the log holds.</summary>
public sealed class SeenStreamsTests
{
    private const string Id = "ledger-a";

    private readonly SeenStreams _seen = new(capacity: 10);

    [Fact]
    public void What_was_just_read_for_whoever_sends_a_command_is_not_read_again_to_decide_it()
    {
        _seen.Saw([At(7)]);

        Assert.Equal(7, AtHand(null));
        Assert.Equal(7, AtHand(At(3)));
    }

    [Fact]
    public void What_the_batcher_has_already_is_read_from_the_log()
    {
        _seen.Saw([At(7)]);

        Assert.Equal(7, ToRead(At(7)));
        Assert.Equal(9, ToRead(At(9)));
    }

    [Fact]
    public void What_another_node_has_written_since_is_only_what_the_rest_is_folded_onto_and_still_known_to_who_asks_for_no_more()
    {
        _seen.Saw([At(7)]);
        _seen.MarkStale([Id]);

        Assert.Equal(7, ToRead(At(3)));
        Assert.Equal(7, _seen.Last(Id)?.Head.Version);
    }

    [Fact]
    public void A_stream_that_is_read_in_pieces_goes_on_from_its_last_piece()
    {
        _seen.Saw([At(7)]);

        Assert.Equal(2, ToRead(At(2) with { HasMore = true }));
    }

    [Fact]
    public void A_piece_is_taken_for_no_whole_stream()
    {
        _seen.Saw([At(7) with { HasMore = true }]);

        Assert.Equal(0, ToRead(null));
    }

    [Fact]
    public void A_state_that_lost_against_the_log_is_nothing_to_fold_onto()
    {
        _seen.Saw([At(7)]);
        var batch = new Batch(1, [new BatchItem(Id, At(7).Head, LedgerState.Empty, LedgerState.Empty, [])]);

        _seen.Wrote(batch, [ItemVerdict.Conflict]);

        Assert.Equal(0, ToRead(null));
        Assert.Null(_seen.Last(Id));
    }

    private long? AtHand(LoadedStream? known)
    {
        var (atHand, toRead) = _seen.Look([new LoadRequest(Id, known)]);
        Assert.Empty(toRead);
        return Assert.Single(atHand).Head.Version;
    }

    /// <summary>The version from which on it is read.</summary>
    private long ToRead(LoadedStream? known)
    {
        var (atHand, toRead) = _seen.Look([new LoadRequest(Id, known)]);
        Assert.Empty(atHand);
        return Assert.Single(toRead).Known?.Head.Version ?? 0;
    }

    private static LoadedStream At(long version) => new(Id, LedgerState.Empty, new StreamHead(version, version, DateTimeOffset.UnixEpoch));
}
