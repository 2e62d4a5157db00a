using System.Globalization;
using System.Text;
using DeepTrain.Runtime;

namespace DeepTrain;

/// <summary>HTML that is XML too: every element is closed, and what comes from outside is escaped.</summary>
internal sealed class HtmlText
{
    private readonly StringBuilder _text = new();

    public int Length => _text.Length;

    /// <summary>Markup as it is. What is put in as a value is escaped.</summary>
    public HtmlText Add(FormattableString markup)
    {
        object?[] arguments = Array.ConvertAll(markup.GetArguments(), argument => argument switch
        {
            HtmlText inner => inner.ToString(),
            string text => Escape(text),
            _ => argument,
        });
        _text.AppendFormat(CultureInfo.InvariantCulture, markup.Format, arguments).Append('\n');
        return this;
    }

    /// <summary>Text that may have line breaks, for a preformatted block.</summary>
    public HtmlText Lines(string text)
    {
        foreach (string line in text.Split('\n'))
            _text.Append(Escape(line)).Append('\n');
        return this;
    }

    /// <summary>Text that is known to hold no markup, of any length.</summary>
    public HtmlText Raw(string text)
    {
        _text.Append(text);
        return this;
    }

    /// <summary>Without markup, invisible characters and more than a few hundred letters.</summary>
    public static string Escape(string text)
    {
        const int Longest = 1000;
        return Quoted.Name(text, Longest).Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\"", "&quot;")
            .Replace("'", "&#39;");
    }

    /// <summary>A name, cut where it is too long for a table.</summary>
    public static string Short(string name) => Quoted.Name(name, longest: 40);

    public override string ToString() => _text.ToString();
}
