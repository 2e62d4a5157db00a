using System.Diagnostics;
using System.Runtime.CompilerServices;
using DeepTrain.Runtime;
using Xunit;

namespace DeepTrain.Tests.Library;

public unsafe class ThreadTeamTests
{
    // keeps a record of who ran what, and of every tile that ran at the wrong time
    private sealed class Ledger(int[] tiles)
    {
        public readonly int[] Tiles = tiles;
        public readonly int[][] Runs = Array.ConvertAll(tiles, count => new int[count]);
        public readonly int[] Finished = new int[tiles.Length];
        public int Wrong;

        public static void Tile(object network, int phase, int index)
        {
            var ledger = (Ledger)network;
            Interlocked.Increment(ref ledger.Runs[phase][index]);
            for (int other = 0; other < ledger.Tiles.Length; other++)
            {
                int finished = Volatile.Read(ref ledger.Finished[other]);
                bool right = other < phase ? finished == ledger.Tiles[other]
                    : other == phase ? finished < ledger.Tiles[other]
                    : finished == 0;
                if (!right)
                    Interlocked.Increment(ref ledger.Wrong);
            }
            Interlocked.Increment(ref ledger.Finished[phase]);
        }

        public void Check()
        {
            Assert.Equal(0, Wrong);
            Assert.Equal(Tiles, Finished);
            Assert.All(Runs, phase => Assert.All(phase, runs => Assert.Equal(1, runs)));
        }
    }

    private static void RunMany(ThreadTeam team, int runs)
    {
        var random = new Random(11);
        for (int run = 0; run < runs; run++)
        {
            int[] tiles = new int[random.Next(9)];
            for (int phase = 0; phase < tiles.Length; phase++)
                tiles[phase] = random.Next(3) == 0 ? random.Next(2) : random.Next(12);
            var ledger = new Ledger(tiles);
            team.Run(ledger, &Ledger.Tile, tiles);
            ledger.Check();
            if (run % 500 == 0)
                Thread.Sleep(2);
        }
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(8, 8)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(8, 2)]
    public void Every_tile_runs_once_and_in_its_phase(int threads, int processors)
    {
        using var team = new ThreadTeam(threads, processors);
        Assert.Equal(threads, team.Threads);
        RunMany(team, 3000);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Every_tile_runs_once_on_a_busy_machine(int threads)
    {
        bool stop = false;
        var busy = new Thread[Environment.ProcessorCount];
        for (int index = 0; index < busy.Length; index++)
        {
            busy[index] = new Thread(() =>
            {
                while (!Volatile.Read(ref stop))
                    Thread.SpinWait(100);
            }) { IsBackground = true };
            busy[index].Start();
        }
        using (var team = new ThreadTeam(threads))
            RunMany(team, 300);
        Volatile.Write(ref stop, true);
        foreach (Thread thread in busy)
            thread.Join();
    }

    private sealed class Counter
    {
        public int Tiles;
        public int Caller;
        public int ByCaller;

        public static void Tile(object network, int phase, int index)
        {
            var counter = (Counter)network;
            Interlocked.Increment(ref counter.Tiles);
            if (Environment.CurrentManagedThreadId == counter.Caller)
                counter.ByCaller++;
        }
    }

    [Fact]
    public void Many_short_runs_follow_each_other()
    {
        using var team = new ThreadTeam(2, 2);
        var counter = new Counter();
        int[] tiles = [2, 2, 1, 3];
        for (int run = 0; run < 50_000; run++)
            team.Run(counter, &Counter.Tile, tiles);
        Assert.Equal(8 * 50_000, counter.Tiles);
    }

    [Fact]
    public void The_caller_finishes_alone_when_no_worker_comes()
    {
        // with one processor nobody is woken
        using var team = new ThreadTeam(3, processors: 1);
        Thread.Sleep(100);
        var counter = new Counter { Caller = Environment.CurrentManagedThreadId };
        team.Run(counter, &Counter.Tile, [5, 0, 7]);
        Assert.Equal(12, counter.Tiles);
        Assert.Equal(12, counter.ByCaller);
    }

    [Fact]
    public void A_run_allocates_nothing()
    {
        using var team = new ThreadTeam(2, 2);
        var counter = new Counter();
        int[] tiles = new int[40];
        tiles.AsSpan().Fill(3);
        for (int run = 0; run < 100; run++)
            team.Run(counter, &Counter.Tile, tiles);
        Assert.Equal(0, Allocated.By(() =>
        {
            for (int run = 0; run < 1000; run++)
                team.Run(counter, &Counter.Tile, tiles);
        }));
    }

    [Fact]
    public void Waking_and_waiting_allocate_nothing()
    {
        using var team = new ThreadTeam(2, 2);
        int[] tiles = [2, 1, 2];
        var meeting = new Meeting { SlowPhase = 1, WorkerPause = 5 };
        MeetAgainAndAgain(3);
        Assert.Equal(0, Allocated.By(() => MeetAgainAndAgain(10)));

        void MeetAgainAndAgain(int runs)
        {
            for (int run = 0; run < runs; run++)
            {
                Thread.Sleep(3);
                team.Run(meeting, &Meeting.Tile, tiles);
            }
        }
    }

    // two tiles that only finish together: the proof that two members work at the same time
    private sealed class Meeting
    {
        public int Arrived;
        public int Missed;
        public int SlowPhase = -1;
        public int WorkerPause;
        public int Caller = Environment.CurrentManagedThreadId;

        public static void Tile(object network, int phase, int index)
        {
            var meeting = (Meeting)network;
            if (phase == meeting.SlowPhase)
            {
                Thread.Sleep(20);
                return;
            }
            int goal = (Interlocked.Increment(ref meeting.Arrived) + 1) / 2 * 2;
            long start = Stopwatch.GetTimestamp();
            while (Volatile.Read(ref meeting.Arrived) < goal)
            {
                Thread.Yield();
                if (Stopwatch.GetElapsedTime(start).TotalMinutes > 5)
                {
                    Interlocked.Increment(ref meeting.Missed);
                    return;
                }
            }
            if (Environment.CurrentManagedThreadId != meeting.Caller)
                Thread.Sleep(meeting.WorkerPause);
        }
    }

    [Fact]
    public void Members_work_at_the_same_time_and_parked_ones_are_woken()
    {
        using var team = new ThreadTeam(2, 2);
        for (int run = 0; run < 20; run++)
        {
            var meeting = new Meeting();
            // longer and longer pauses: some runs find the worker spinning, some parked
            Thread.Sleep(run);
            team.Run(meeting, &Meeting.Tile, [2, 2, 2]);
            Assert.Equal((6, 0), (meeting.Arrived, meeting.Missed));
        }
    }

    [Fact]
    public void A_worker_that_parked_within_a_run_is_woken_for_the_next_phase()
    {
        using var team = new ThreadTeam(2, 2);
        for (int run = 0; run < 10; run++)
        {
            var meeting = new Meeting { SlowPhase = 1 };
            team.Run(meeting, &Meeting.Tile, [2, 1, 2]);
            Assert.Equal((4, 0), (meeting.Arrived, meeting.Missed));
        }
    }

    [Fact]
    public void The_caller_waits_for_a_slow_worker()
    {
        using var team = new ThreadTeam(2, 2);
        for (int run = 0; run < 10; run++)
        {
            var meeting = new Meeting { WorkerPause = 10 };
            team.Run(meeting, &Meeting.Tile, [2, 2]);
            Assert.Equal((4, 0), (meeting.Arrived, meeting.Missed));
        }
    }

    private sealed class Fragile
    {
        public int Later;

        public static void Tile(object network, int phase, int index)
        {
            if (phase == 1 && index == 2)
                throw new TimeoutException("tile");
            if (phase == 2)
                Interlocked.Increment(ref ((Fragile)network).Later);
        }
    }

    [Fact]
    public void An_exception_ends_the_run_and_reaches_the_caller()
    {
        using var team = new ThreadTeam(2);
        var fragile = new Fragile();
        for (int run = 0; run < 50; run++)
            Assert.Throws<TimeoutException>(() => team.Run(fragile, &Fragile.Tile, [4, 4, 4]));
        Assert.Equal(0, fragile.Later);
        RunMany(team, 100);
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ThreadTeam(1));
        var team = new ThreadTeam(2);
        var counter = new Counter();
        Assert.Throws<ArgumentOutOfRangeException>(() => team.Run(counter, &Counter.Tile, [3, -1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => team.Run(counter, &Counter.Tile, [3, int.MaxValue]));
        Assert.Throws<ArgumentNullException>(() => team.Run(null!, &Counter.Tile, [1]));
        team.Run(counter, &Counter.Tile, []);
        team.Run(counter, &Counter.Tile, [0, 0]);
        Assert.Equal(0, counter.Tiles);
        Assert.Throws<InvalidOperationException>(() => team.Run(team, &Nested, [1]));
        team.Dispose();
        team.Dispose();
        Assert.Throws<ObjectDisposedException>(() => team.Run(counter, &Counter.Tile, [1]));

        static void Nested(object network, int phase, int index) => ((ThreadTeam)network).Run(network, &Counter.Tile, [1]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    public void Dispose_ends_the_workers(int pause)
    {
        for (int round = 0; round < 10; round++)
        {
            var team = new ThreadTeam(4);
            RunMany(team, 5);
            Thread.Sleep(pause);
            team.Dispose();
            Assert.All(team.Workers, worker => Assert.True(worker.Join(TimeSpan.FromMinutes(5))));
        }
    }

    [Fact]
    public void Collection_ends_the_workers_of_a_forgotten_team()
    {
        Thread[] workers = Forget();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.All(workers, worker => Assert.True(worker.Join(TimeSpan.FromMinutes(5))));

        [MethodImpl(MethodImplOptions.NoInlining)]
        static Thread[] Forget()
        {
            var team = new ThreadTeam(3);
            RunMany(team, 5);
            return [.. team.Workers];
        }
    }

    [Fact]
    public void A_team_between_runs_keeps_no_network_alive()
    {
        using var team = new ThreadTeam(2, 2);
        WeakReference network = Use(team);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.False(network.IsAlive);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference Use(ThreadTeam team)
        {
            var counter = new Counter();
            for (int run = 0; run < 100; run++)
                team.Run(counter, &Counter.Tile, [4, 4]);
            return new WeakReference(counter);
        }
    }
}
