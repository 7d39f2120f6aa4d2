using Workflow.Core.Runtime;

namespace Workflow.Core.Tests.Simulation;

/// <summary>A connection of a node that appends. In step with Workflow.Postgres/Log/LogWriter.cs: whoever changes one changes the other.</summary>
internal sealed class SimWriter(World world, SimNode node)
{
    private static readonly TimeSpan ReplyPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FencePatience = TimeSpan.FromSeconds(5);

    private Backend? _connection;

    // The one that the last connection led to: what a look-up ends first.
    private Backend? _backend;

    private Store Store => world.Store;

    public void Write(Encoded batch, Action<BatchInput, DateTimeOffset?> done) => Open(connection =>
    {
        long id = batch.Batch.Id;
        if (connection is null) { done(new BatchInput.CommitFailed(id, CommitFailure.Transient, "unreachable"), null); return; }
        Send(batch, connection, said =>
        {
            switch (said)
            {
                case Said.Written written: done(new BatchInput.Committed(id, written.Verdicts), written.Time); break;
                case Said.Error error:
                    if (error.IsLockTimeout) Store.EndIdleHolder();
                    done(new BatchInput.CommitFailed(id, error.Why, error.Detail), null);
                    break;
                default:
                    Drop();
                    done(new BatchInput.ConnectionLost(id), null);
                    break;
            }
        });
    });

    private void Send(Encoded batch, Backend connection, Action<Said> heard)
    {
        var call = new Call(said => node.Do(() => heard(said)));
        var faults = world.Plan.Faults;
        bool isHalf = world.Fails(faults.HalfSentPerWrite);
        if (world.Fails(faults.LostPerWrite))
        {
            // The client hears of it now or never; what it sent may lie before the server for a while and be read all the same.
            call.IsCut = true;
            world.After(world.Dice.Chance(0.1) ? ReplyPatience : world.Delay(), () => call.Hear(new Said.Lost()));
            if (world.Dice.Chance(0.6)) connection.Send(batch, call, isHalf: false, world.Dice.Chance(0.4) ? TimeSpan.FromMilliseconds(world.Dice.Next(1, 5_000)) : world.Delay());
            else world.After(world.Delay(), connection.ClientGone);
            return;
        }

        connection.Send(batch, call, isHalf, world.Delay());
        if (isHalf) node.After(TimeSpan.FromMilliseconds(world.Dice.Next(1, 12_000)), () => world.After(world.Delay(), connection.ReceiveRest));
    }

    /// <summary>Which of these stand in the log, with nothing of the lost batch still to come; null when the database could not be asked.</summary>
    public void LookUp(IReadOnlyList<CommandId> ids, Action<IReadOnlyList<KnownCommand>?> done)
    {
        var lost = _backend;
        Open(connection =>
        {
            if (connection is null) { done(null); return; }
            Fence(lost, connection, () =>
            {
                var call = new Call(said => node.Do(() =>
                {
                    if (said is Said.Found found) { done(found.Known); return; }
                    if (said is Said.Error { IsLockTimeout: true }) Store.EndIdleHolder();

                    // The next try must fence the backend that the batch went out on, not the one of this look-up.
                    Drop();
                    _backend = lost;
                    done(null);
                }));
                if (world.Fails(world.Plan.Faults.LostPerWrite))
                {
                    call.IsCut = true;
                    world.After(world.Delay(), () => call.Hear(new Said.Lost()));
                }

                world.After(world.Delay(), () => connection.Receive(ids, call));
            });
        });
    }

    /// <summary>Ended and waited for, before the lock.</summary>
    private void Fence(Backend? lost, Backend connection, Action then)
    {
        if (lost is null || lost == connection || world.Is(Broken.LookUpWithoutFence)) { then(); return; }
        bool isOver = false;
        world.After(world.Delay(), () =>
        {
            if (world.Is(Broken.LookUpWithoutWaiting)) world.After(world.Delay(), lost.Terminate);
            else lost.Terminate();
            if (world.Is(Broken.LookUpWithoutWaiting)) Once();
            else lost.WhenEnded(Once);
            world.After(FencePatience, Once);
        });

        void Once()
        {
            if (isOver) return;
            isOver = true;
            node.After(world.Delay(), then);
        }
    }

    private void Open(Action<Backend?> opened)
    {
        if (_connection is { IsAlive: true } open) { opened(open); return; }
        Drop();
        node.After(world.Delay(), () =>
        {
            if (Store.Connect(node) is { } connection) _connection = _backend = connection;
            opened(_connection);
        });
    }

    public void Drop()
    {
        var old = _connection;
        _connection = null;
        if (old is not null) world.After(world.Delay(), old.ClientGone);
    }
}
