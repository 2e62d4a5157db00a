/// <summary>
/// A bar on a line of its own that fills as work goes on. Where the output is not a terminal, only the finished line is
/// written.
/// </summary>
public sealed class ProgressBar(string title, int steps) : IDisposable
{
    private const int Width = 30;

    private readonly bool _isLive = !Console.IsOutputRedirected;
    private int _done;
    private int _drawn = -1;
    private string _state = "";

    public void Advance(string state)
    {
        _done++;
        _state = state;
        if (_isLive && Filled != _drawn)
            Console.Write($"\r{Line}");
        _drawn = Filled;
    }

    public void Dispose() => Console.WriteLine(_isLive ? $"\r{Line}" : Line);

    private int Filled => Width * _done / steps;

    private string Line => $"{title} [{new string('=', Filled),-Width}] {_state}";
}
