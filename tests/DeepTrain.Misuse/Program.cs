using DeepTrain;
using DeepTrain.Misuse;

// Each verb does what nobody should, for a while, in a process of its own: memory that is written to wrongly ends a process
// now, later or never, and what is left of it is of no use to other tests. Who gets to the end prints one line.
Misdeed? misdeed = args is [string verb, ..] ? Misdeed.All.FirstOrDefault(candidate => candidate.Verb == verb) : null;
if (misdeed is null)
{
    Console.Error.WriteLine("usage: DeepTrain.Misuse " + string.Join(" | ", Misdeed.All.Select(candidate => candidate.Verb)));
    return 2;
}

Console.WriteLine(misdeed.Do());
return 0;
