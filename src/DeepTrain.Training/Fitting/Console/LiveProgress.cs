using Spectre.Console;
using Spectre.Console.Rendering;

namespace DeepTrain;

/// <summary>
/// A line in a terminal that is drawn over again, by a thread of its own and ten times a second; above it a line for each
/// epoch, of those that take their time.
/// </summary>
internal sealed class LiveProgress(IAnsiConsole console) : IProgress<FitProgress>
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);

    // guards all below; the thread that trains only writes down where it is
    private readonly object _lock = new();
    private FitProgress _at;
    private FitProgress _epoch;
    private Thread? _drawing;
    private bool _isOver;

    public void Report(FitProgress value)
    {
        switch (value.Phase)
        {
            case FitPhase.Begin:
                End();
                if (value.ResumedAt != null)
                    console.WriteLine(value.ResumedAt.ToString());
                (_at, _epoch, _isOver) = (value, default, false);
                _drawing = new Thread(Draw) { IsBackground = true, Name = "DeepTrain progress" };
                _drawing.Start();
                break;
            case FitPhase.End:
                End();
                if (_epoch.Record != null)
                    console.WriteLine(ProgressText.Epoch(_epoch));
                console.WriteLine(ProgressText.End(value));
                break;
            default:
                lock (_lock)
                {
                    _at = value;
                    if (value.Phase == FitPhase.Epoch)
                        _epoch = value;
                }
                break;
        }
    }

    private void End()
    {
        if (_drawing == null)
            return;
        lock (_lock)
        {
            _isOver = true;
            Monitor.PulseAll(_lock);
        }
        _drawing.Join();
        _drawing = null;
    }

    private void Draw() => console.Live(new Text("")).AutoClear(true).Start(display =>
    {
        while (true)
        {
            IRenderable shown;
            lock (_lock)
            {
                if (_isOver)
                    return;
                shown = Picture();
            }
            display.UpdateTarget(shown);
            lock (_lock)
            {
                if (!_isOver)
                    Monitor.Wait(_lock, s_interval);
            }
        }
    });

    private Rows Picture()
    {
        var lines = new List<IRenderable>();
        if (_epoch.Record != null)
            lines.Add(new Text(ProgressText.Epoch(_epoch)));
        double done = _at.TotalSteps == 0 ? 0 : Math.Clamp((double)_at.Step / _at.TotalSteps, 0, 1);
        const int Width = 30;
        int filled = (int)(done * Width);
        lines.Add(new Text($"{new string('━', filled)}{new string('╌', Width - filled)} {ProgressText.Batch(_at)}"));
        return new Rows(lines);
    }
}
