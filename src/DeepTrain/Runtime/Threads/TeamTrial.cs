using System.Diagnostics;
using System.Numerics;

namespace DeepTrain.Runtime;

/// <summary>
/// Whether steps are over sooner with the team than without it: found out by doing both, since any number of threads gives the
/// same bits.
/// </summary>
/// <remarks>
/// Nothing else can tell. Two cores that share a cache answer each other in 50 ns, two of different dies, or of a busy machine, in 250 and
/// more: a step of twenty narrow layers gains a half by the one, and takes twice as long by the other. So of the first steps of about as
/// many rows some are run by the team and then some without it; the least time of each way counts. That is repeated ever more seldom, for
/// machines change what else they do. Long steps are not run without: what threads tell each other is nothing beside them.
/// </remarks>
internal sealed class TeamTrial
{
    // the first one of each way does not count: it compiles code, wakes threads, and fetches what another core wrote
    private const int StepsOfEachWay = 4;

    // short at first, for what disturbed the trial may be over soon
    private const int FirstPause = 64, LongestPause = 1 << 15;

    // alone has to be so much faster: a machine that is busy for a while makes both alike
    private const double Clearly = 0.95;

    private static readonly long s_longStep = Stopwatch.Frequency / 200; // 5 ms

    // by the power of two that the rows fill: the last, shorter batch of an epoch is judged by itself
    private readonly Course[] _courses = new Course[32];
    private int _course;
    private long _start;

    /// <summary>Whether the step that began is one of those that are timed.</summary>
    internal bool IsTrying => _start != 0;

    /// <summary>Whether the team is to take part in the step that begins now.</summary>
    /// <param name="rows">Of the batch, at least 1.</param>
    public bool Begins(int rows)
    {
        _course = BitOperations.Log2((uint)rows);
        ref Course course = ref _courses[_course];
        if (course.Left > 0)
        {
            course.Left--;
            _start = 0;
            return !course.IsAlone;
        }

        _start = Stopwatch.GetTimestamp();
        return course.Tried < StepsOfEachWay;
    }

    /// <summary>The step that began is over.</summary>
    public void Ends()
    {
        if (_start == 0)
            return;
        Took(Stopwatch.GetTimestamp() - _start);
    }

    /// <summary>The step that began is over and took so long; it was run the way whose turn it was.</summary>
    internal void Took(long ticks)
    {
        _start = 0;
        ref Course course = ref _courses[_course];
        bool isAlone = course.Tried >= StepsOfEachWay, counts = course.Tried % StepsOfEachWay != 0;
        course.Tried++;
        if (!counts)
            return;
        ref long least = ref isAlone ? ref course.Alone : ref course.Shared;
        if (least == 0 || ticks < least)
            least = ticks;
        // by the least, too: a short step may once be long, where its thread lost the processor
        if (course.Tried == StepsOfEachWay && course.Shared > s_longStep)
            course.Decide(isAlone: false, LongestPause);
        else if (course.Tried == 2 * StepsOfEachWay)
            course.Decide(course.Alone < Clearly * course.Shared, course.Pause == 0 ? FirstPause : Math.Min(2 * course.Pause, LongestPause));
    }

    private struct Course
    {
        public int Left, Tried, Pause;
        public long Alone, Shared;
        public bool IsAlone;

        public void Decide(bool isAlone, int pause)
        {
            IsAlone = isAlone;
            Left = Pause = pause;
            Tried = 0;
            Alone = Shared = 0;
        }
    }
}
