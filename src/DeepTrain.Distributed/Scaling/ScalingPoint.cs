namespace DeepTrain;

/// <summary>What an update costs on so many ranks.</summary>
/// <param name="Ranks">How many.</param>
/// <param name="BytesSent">Bytes that a rank sends.</param>
/// <param name="Messages">Messages that it sends.</param>
/// <param name="ExchangeSeconds">Seconds for the exchange.</param>
/// <param name="StepSeconds">Seconds for the whole update.</param>
/// <param name="Speedup">How many times as fast as on one rank.</param>
public readonly record struct ScalingPoint(
    int Ranks, long BytesSent, int Messages, double ExchangeSeconds, double StepSeconds, double Speedup);
