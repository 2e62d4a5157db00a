using System.Text;

namespace DeepTrain.Gen.Text;

/// <summary>Text with indentation. Blocks close themselves: <c>using (writer.Block("if (x)")) ...</c>.</summary>
/// <param name="depth">How far in the text begins.</param>
internal sealed class SourceWriter(int depth = 0)
{
    private readonly StringBuilder _text = new();
    private int _depth = depth;
    private int _lines;
    private string _lastLine = "";

    /// <summary>Whether anything has been written besides empty lines.</summary>
    public bool HasText { get; private set; }

    /// <summary>One or more lines, each indented; empty lines stay empty.</summary>
    public SourceWriter Line(string text = "")
    {
        foreach (string line in text.Split('\n'))
        {
            string trimmed = line.TrimEnd('\r');
            if (trimmed.Length > 0)
            {
                _text.Append(' ', _depth * 4).Append(trimmed);
                HasText = true;
            }

            _text.Append('\n');
            _lines++;
            _lastLine = trimmed;
        }

        return this;
    }

    /// <summary>Text that has its indentation already.</summary>
    public SourceWriter Append(string text)
    {
        _text.Append(text);
        HasText |= text.Length > 0;
        return this;
    }

    public SourceWriter Lines(IEnumerable<string> lines)
    {
        foreach (string line in lines)
            Line(line);
        return this;
    }

    /// <summary>Writes the header and braces; what is written before the result is disposed stands between them.</summary>
    public IDisposable Block(string header, string end = "}")
    {
        if (header.Length > 0)
            Line(header);
        Line("{");
        _depth++;
        return new Closing(this, end);
    }

    /// <summary>Braces around statements that may declare variables; a single statement stands without.</summary>
    public IDisposable Scope()
    {
        int start = _text.Length;
        Line("{");
        _depth++;
        int first = _lines;
        return new Closing(this, null, () => CloseScope(start, _lines - first));
    }

    private void CloseScope(int start, int lines)
    {
        if (lines != 1)
        {
            Line("}");
            return;
        }

        _text.Length = start;
        Line(_lastLine);
    }

    /// <summary>Indents without braces, for the one statement of a loop or branch.</summary>
    public IDisposable Indent()
    {
        _depth++;
        return new Closing(this, null);
    }

    /// <summary>The lines without the end of the last one, to be lines of another text.</summary>
    public string Content
    {
        get
        {
            int length = _text.Length;
            while (length > 0 && _text[length - 1] == '\n')
                length--;
            return _text.ToString(0, length);
        }
    }

    public override string ToString() => _text.ToString();

    private sealed class Closing(SourceWriter writer, string? end, Action? close = null) : IDisposable
    {
        public void Dispose()
        {
            writer._depth--;
            if (end is not null)
                writer.Line(end);
            close?.Invoke();
        }
    }
}
