namespace DeepTrain.Gen.Emission;

/// <summary>
/// Where a line of emitted C# may be broken. Its operators stand between spaces, its brackets and type arguments do not; it has neither
/// verbatim nor interpolated strings.
/// </summary>
internal sealed class StatementOutline
{
    // from those that bind least; what is beside another binds as it does
    private static readonly string[][] Operators =
    [
        ["?", ":"], ["??"], ["||"], ["&&"], ["|"], ["^"], ["&"], ["==", "!="], ["<", ">", "<=", ">="], ["<<", ">>", ">>>"],
        ["+", "-"], ["*", "/", "%"],
    ];

    private static readonly string[] AssigningOperators = ["=", "+=", "-=", "*=", "/=", "|=", "&=", "^=", "=>"];

    private readonly string _text;
    private readonly List<Group> _groups = [];

    public StatementOutline(string text)
    {
        _text = text;
        Level level = Read(0, text.Length, _groups);
        Statements = level.Semicolons;
        Assignments = level.Assignments;
        Ways = InOrder(level);
    }

    /// <summary>Where the statements of the line begin, but for the first.</summary>
    public IReadOnlyList<int> Statements { get; }

    /// <summary>The ways to break one statement, from the best: each the places where later lines may begin.</summary>
    public IEnumerable<IReadOnlyList<int>> Ways { get; }

    /// <summary>One of the ways: behind what assigns.</summary>
    public IReadOnlyList<int> Assignments { get; }

    /// <summary>Where later lines may begin if there is no such way: between any two words, but not behind an operator.</summary>
    public IReadOnlyList<int> Spaces
    {
        get
        {
            var spaces = new List<int>();
            int word = 0;
            for (int i = 0; i < _text.Length; i++)
            {
                if (_text[i] is '"' or '\'')
                {
                    i = EndOfLiteral(_text, i);
                }
                else if (_text[i] == ' ')
                {
                    if (BindingOf(_text.Substring(word, i - word)) < 0)
                        spaces.Add(i + 1);
                    word = i + 1;
                }
            }

            return spaces;
        }
    }

    /// <summary>Where a comment behind code begins; -1 if there is none.</summary>
    public static int Remark(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is '"' or '\'')
                i = EndOfLiteral(text, i);
            else if (text[i] == '/' && i + 1 < text.Length && text[i + 1] == '/')
                return i;
        }

        return -1;
    }

    private IEnumerable<IReadOnlyList<int>> InOrder(Level level)
    {
        yield return level.Commas;
        // both ends of a condition together, if that is possible
        if (level.Operators.Count == 2 && _text[level.Operators[0]] == '?')
            yield return [level.Operators[0]];
        yield return level.Operators;
        if (level.Calls.Count > 1)
            yield return level.Calls;
        Group? group = _groups.OrderByDescending(group => group.Close - group.Open).FirstOrDefault();
        if (group is not null)
        {
            Level inside = Read(group.Open + 1, group.Close, []);
            List<int> items = inside.Semicolons.Count > 0 ? inside.Semicolons : inside.Commas;
            if (items.Count > 0)
                yield return items;
            if (IsList(group))
                yield return [group.Open + 1, .. items];
            yield return level.Assignments;
            yield return inside.Operators;
            if (!IsList(group))
                yield return [group.Open + 1, .. items];
        }
        else
        {
            yield return level.Assignments;
        }

        yield return level.Calls;
    }

    // arguments or parameters, rather than a condition or a term in brackets
    private bool IsList(Group group) => group.Open > 0 && (char.IsLetterOrDigit(_text[group.Open - 1]) || _text[group.Open - 1] is '>' or '_');

    /// <summary>What stands between two places and in no bracket there.</summary>
    private Level Read(int start, int end, List<Group> groups)
    {
        var level = new Level();
        var open = new Stack<int>();
        int binding = Operators.Length;
        for (int i = start; i < end; i++)
        {
            char character = _text[i];
            if (character is '"' or '\'')
            {
                i = EndOfLiteral(_text, i);
            }
            else if (character is '(' or '[' or '{' || (character == '<' && i > 0 && _text[i - 1] != ' ' && IsType(i)))
            {
                open.Push(i);
            }
            else if (open.Count > 0)
            {
                if (character is ')' or ']' or '}' || (character == '>' && _text[open.Peek()] == '<'))
                {
                    int opened = open.Pop();
                    if (open.Count == 0)
                        groups.Add(new Group(opened, i));
                }
            }
            else if (character == '.' && i > start && _text[i - 1] == ')')
            {
                level.Calls.Add(i);
            }
            else if (character == ' ' && i + 1 < end)
            {
                Add(level, start, i, ref binding);
            }
        }

        return level;
    }

    // a space that is in no bracket
    private void Add(Level level, int start, int space, ref int binding)
    {
        char before = space > start ? _text[space - 1] : ' ';
        if (before == ';')
            level.Semicolons.Add(space + 1);
        else if (before == ',')
            level.Commas.Add(space + 1);
        int next = _text.IndexOf(' ', space + 1);
        if (next < 0)
            return;
        string word = _text.Substring(space + 1, next - space - 1);
        if (AssigningOperators.Contains(word))
        {
            level.Assignments.Add(next + 1);
            return;
        }

        int of = BindingOf(word);
        if (of < 0 || of > binding)
            return;
        if (of < binding)
            level.Operators.Clear();
        binding = of;
        level.Operators.Add(space + 1);
    }

    private static int BindingOf(string word) => Array.FindIndex(Operators, operators => operators.Contains(word));

    // the angle bracket of type arguments, which has no space within
    private bool IsType(int bracket) => bracket + 1 < _text.Length && _text[bracket + 1] != ' ' && _text[bracket + 1] != '=';

    private static int EndOfLiteral(string text, int start)
    {
        int i = start + 1;
        while (i < text.Length && text[i] != text[start])
            i += text[i] == '\\' ? 2 : 1;
        return i;
    }

    private sealed class Level
    {
        public List<int> Semicolons { get; } = [];

        public List<int> Commas { get; } = [];

        /// <summary>Those that bind least.</summary>
        public List<int> Operators { get; } = [];

        /// <summary>What is called on a result.</summary>
        public List<int> Calls { get; } = [];

        public List<int> Assignments { get; } = [];
    }

    private sealed record Group(int Open, int Close);
}
