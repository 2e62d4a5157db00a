using DeepTrain.Runtime;
using Xunit;

namespace DeepTrain.Tests.Library;

/// <summary>A team takes part where steps are over sooner with it.</summary>
public sealed class TeamTrialTests
{
    [Theory]
    [InlineData(100, 60, true)]
    [InlineData(60, 100, false)]
    [InlineData(80, 80, true)]
    [InlineData(97, 100, true)] // not clearly
    [InlineData(94, 100, false)]
    public void The_faster_way_is_kept(int alone, int shared, bool shares)
    {
        var trial = new TeamTrial();
        bool[] ways = Run(trial, 8, rows: 32, alone, shared);
        Assert.Equal([true, true, true, true, false, false, false, false], ways);
        Assert.All(Run(trial, 64, rows: 32, alone, shared), way => Assert.Equal(shares, way));
    }

    [Fact]
    public void The_first_step_of_each_way_does_not_count()
    {
        var trial = new TeamTrial();
        for (int step = 0; step < 8; step++)
        {
            bool shares = trial.Begins(32);
            // the first shared one is much too long, the first one alone much too short
            trial.Took(step == 0 ? 100_000 : step == 4 ? 1 : shares ? 60 : 100);
        }

        Assert.True(trial.Begins(32));
    }

    [Fact]
    public void A_single_slow_step_does_not_decide()
    {
        var trial = new TeamTrial();
        for (int step = 0; step < 8; step++)
            trial.Took(trial.Begins(32) ? (step == 2 ? 100_000 : 60) : 100);
        Assert.True(trial.Begins(32));
    }

    [Fact]
    public void It_is_tried_again_and_ever_more_seldom()
    {
        var trial = new TeamTrial();
        Run(trial, 8, rows: 32, alone: 60, shared: 100);
        Assert.Equal(64, StepsUntilTried(trial));
        // now the other way is faster
        Run(trial, 8, rows: 32, alone: 100, shared: 60);
        Assert.True(trial.Begins(32));
        Assert.Equal(127, StepsUntilTried(trial));
    }

    [Fact]
    public void Batches_of_other_lengths_are_judged_by_themselves()
    {
        var trial = new TeamTrial();
        Run(trial, 8, rows: 128, alone: 100, shared: 60);
        Run(trial, 8, rows: 7, alone: 60, shared: 100);
        Assert.True(trial.Begins(128));
        Assert.False(trial.Begins(7));
        Assert.True(trial.Begins(200)); // about as many as 128
        Assert.False(trial.Begins(4));
        Assert.True(trial.Begins(int.MaxValue));
        Assert.True(trial.Begins(1));
    }

    [Fact]
    public void Long_steps_are_not_tried()
    {
        var trial = new TeamTrial();
        long second = System.Diagnostics.Stopwatch.Frequency;
        Assert.All(Run(trial, 100, rows: 32, alone: second, shared: second), Assert.True);
    }

    [Fact]
    public void A_short_step_that_once_was_long_is_tried()
    {
        var trial = new TeamTrial();
        for (int step = 0; step < 8; step++)
            trial.Took(trial.Begins(32) ? (step == 2 ? System.Diagnostics.Stopwatch.Frequency : 100) : 60);
        Assert.False(trial.Begins(32));
    }

    [Fact]
    public void A_step_that_failed_is_not_counted()
    {
        var trial = new TeamTrial();
        Run(trial, 7, rows: 32, alone: 60, shared: 100);
        Assert.False(trial.Begins(32)); // threw: Ends was not called
        Assert.False(trial.Begins(32));
        trial.Took(60);
        Assert.Equal(64, StepsUntilTried(trial));
    }

    private static bool[] Run(TeamTrial trial, int steps, int rows, long alone, long shared)
    {
        var ways = new bool[steps];
        for (int step = 0; step < steps; step++)
        {
            ways[step] = trial.Begins(rows);
            if (trial.IsTrying)
                trial.Took(ways[step] ? shared : alone);
        }

        return ways;
    }

    private static int StepsUntilTried(TeamTrial trial)
    {
        int steps = 0;
        while (true)
        {
            trial.Begins(32);
            if (trial.IsTrying)
                return steps;
            steps++;
        }
    }
}
